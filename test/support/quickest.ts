/**
 * Measures again while the figure is beyond the limit: other work on the machine delays something now and then, but what is
 * slow by itself is slow each time.
 *
 * @returns the least figure, for the test to compare with the limit
 */
export async function quickest(limitMs: number, measure: () => Promise<number>, tries = 5): Promise<number> {
  let least = Infinity;
  for (let count = 0; count < tries && least >= limitMs; count += 1) least = Math.min(least, await measure());
  return least;
}
