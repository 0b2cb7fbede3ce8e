import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './harness/report.ts';

/**
 * Draws results/growth.json as docs/growth.svg: the CPU time of an order against the number of orders that are pending.
 * Both axes are logarithmic: equal steps are equal factors.
 */
const [width, height] = [720, 360];
const plot = { left: 64, right: 540, top: 24, bottom: 304 };
const colours = ['#2563eb', '#c2410c', '#15803d', '#7e22ce'];

const results = join(import.meta.dirname, 'results/growth.json');
const { rows, rounds } = JSON.parse(readFileSync(results, 'utf8')) as Result;
const points = rows.flatMap(({ contender, case: name, figures }) => {
  const cpu = figures['cpuUs'];
  return cpu ? [{ contender, pending: Number.parseInt(name, 10), ...cpu }] : [];
});

const scale = (values: number[], from: number, to: number) => {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value: number) =>
    Math.round((from + ((Math.log(value) - low) / (high - low)) * (to - from)) * 10) / 10;
};
const pendings = [...new Set(points.map(({ pending }) => pending))];
const ticks = [50, 100, 200, 400, 800, 1_600, 3_200];
const x = scale(pendings, plot.left, plot.right);
const y = scale(
  [ticks[0]!, ticks.find((tick) => points.every(({ max }) => max <= tick)) ?? ticks.at(-1)!],
  plot.bottom,
  plot.top,
);

const text = (at: [number, number], content: string, attributes = '') =>
  `<text x="${at[0]}" y="${at[1]}" ${attributes}>${content}</text>`;
const grid = ticks
  .filter((tick) => y(tick) >= plot.top)
  .map(
    (tick) =>
      `<path d="M${plot.left} ${y(tick)}H${plot.right}" stroke="#8886"/>` +
      text([plot.left - 8, y(tick) + 4], `${tick} µs`, 'text-anchor="end"'),
  );
const labels = pendings.map((pending) =>
  text([x(pending), plot.bottom + 20], pending.toLocaleString('en-US'), 'text-anchor="middle"'),
);
const lines = [...Map.groupBy(points, ({ contender }) => contender)].map(([contender, own], index) => {
  const colour = colours[index % colours.length]!;
  const last = own.at(-1)!;
  const path = own.map(({ pending, median }, n) => `${n === 0 ? 'M' : 'L'}${x(pending)} ${y(median)}`);
  const spreads = own.map(
    ({ pending, min, max }) => `<path d="M${x(pending)} ${y(min)}V${y(max)}" stroke="${colour}"/>`,
  );
  const dots = own.map(
    ({ pending, median }) => `<circle cx="${x(pending)}" cy="${y(median)}" r="4" fill="${colour}"/>`,
  );
  const label = text([x(last.pending) + 12, y(last.median) + 4], contender, `fill="${colour}"`);
  return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2"/>${spreads.join('')}${dots.join('')}${label}`;
});

writeFileSync(
  join(import.meta.dirname, '../docs/growth.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<style>text:not([fill]){fill:#555}@media(prefers-color-scheme:dark){text:not([fill]){fill:#bbb}}</style>
${[...grid, ...labels, ...lines].join('\n')}
${text([(plot.left + plot.right) / 2, plot.bottom + 44], `pending orders; ${rounds === 1 ? 'one round' : `medians of ${rounds} rounds, from the lowest to the highest`}`, 'text-anchor="middle"')}
</svg>
`,
);
