/**
 * Runs something while the page can be seen. A browser has six connections to a server for all its tabs, so one in the
 * background must not hold them.
 *
 * @param run begins each time the page appears; the signal says that it has gone
 * @returns ends it for good
 */
export function whileVisible(run: (signal: AbortSignal) => void): () => void {
  let leaving = new AbortController();

  function update(): void {
    leaving.abort();
    if (document.hidden) return;
    leaving = new AbortController();
    run(leaving.signal);
  }

  document.addEventListener('visibilitychange', update);
  update();
  return () => {
    document.removeEventListener('visibilitychange', update);
    leaving.abort();
  };
}
