/** A scrape, read as Prometheus reads it. */
export interface Samples {
  text: string;
  /** The value of one series. Undefined: it isn't there. */
  value(name: string, labels?: Record<string, string>): number | undefined;
}

export async function readMetrics({ url }: { url: string }): Promise<Samples> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}: ${text}`);
  const values = new Map<string, number>();
  for (const [, name = '', labels = '', value] of text.matchAll(/^([a-z\d_]+)(?:\{(.*)\})? (\S+)$/gm)) {
    values.set(seriesOf(name, parseLabels(labels)), Number(value));
  }
  return { text, value: (name, labels = {}) => values.get(seriesOf(name, labels)) };
}

function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

const seriesOf = (name: string, labels: Record<string, string>) =>
  [
    name,
    ...Object.keys(labels)
      .toSorted()
      .map((label) => `${label}=${labels[label]}`),
  ].join(' ');
