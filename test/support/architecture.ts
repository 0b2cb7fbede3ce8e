import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read, root } from './documents.ts';

/** The chart in docs/architecture.md, and the imports that the source files really have. */

/** A folder or a file directly under a package's `src`, or a whole `src` that the chart shows as one box. */
export interface Room {
  /** From the root of the repository: `packages/shared/src/ledger`, `apps/api/src/app.ts`. */
  path: string;
  /** The box around it, by its id in the chart. Null: there is none. */
  box: string | null;
}

export interface Chart {
  rooms: readonly Room[];
  /** Each with the ids of what it connects: rooms by their paths, boxes by their ids. */
  arrows: readonly (readonly [from: string, to: string])[];
}

export interface Import {
  file: string;
  from: Room;
  to: Room;
}

const chartPattern = /^```mermaid\n([^]*?)^```$/m;
const boxPattern = /^ *subgraph (\w+)\["([^"]+)"\]\n([^]*?)^ *end$/gm;
const roomPattern = /(\w+)\["([^"]+)"\]/g;
const arrowPattern = /^ *(\w+)(?:\["[^"]+"\])? --> (\w+)/gm;

/** @param document Markdown with one Mermaid flowchart */
export function readChart(document: string): Chart {
  const text = chartPattern.exec(document)?.[1] ?? '';
  const rooms = new Map<string, Room>();
  const outside = text.replaceAll(boxPattern, (_, box: string, folder: string, inside: string) => {
    for (const [, id = '', name] of inside.matchAll(roomPattern)) {
      rooms.set(id, { path: `${folder}/${name}`, box });
    }
    return inside.replaceAll(roomPattern, '$1');
  });
  for (const [, id = '', path = ''] of outside.matchAll(roomPattern)) rooms.set(id, { path, box: null });

  const nameOf = (id: string) => rooms.get(id)?.path ?? id;
  const arrows = [...text.matchAll(arrowPattern)].map(
    ([, from = '', to = '']) => [nameOf(from), nameOf(to)] as const,
  );
  return { rooms: [...rooms.values()], arrows };
}

/** Whether the arrows lead from one room to another. An arrow at a box holds for every room in it. */
export function allows({ rooms, arrows }: Chart, from: Room, to: Room): boolean {
  const reached = new Set<string>();
  const waiting = [from];
  for (let room = waiting.pop(); room; room = waiting.pop()) {
    const { path, box } = room;
    const ends = new Set(arrows.filter(([start]) => start === path || start === box).map(([, end]) => end));
    const next = rooms.filter((one) => ends.has(one.path) || ends.has(one.box ?? ''));
    for (const each of next.filter((one) => !reached.has(one.path))) {
      reached.add(each.path);
      waiting.push(each);
    }
  }
  return reached.has(to.path);
}

/** Whether an arrow of the chart stands for an import. */
export const isAlong = ([from, to]: Chart['arrows'][number], one: Import) =>
  [one.from.path, one.from.box].includes(from) && [one.to.path, one.to.box].includes(to);

export const sourceFiles = globSync('{apps,packages}/*/src/**/*.{ts,js}', { cwd: root }).toSorted();

export const roomOf = ({ rooms }: Chart, file: string): Room | undefined =>
  rooms.find(({ path }) => file === path || file.startsWith(`${path}/`));

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

/** Every import from one room of the chart to another: static, dynamic, of types alone, or re-exported. */
export function importsBetweenRooms(chart: Chart): Import[] {
  return sourceFiles.flatMap((file) =>
    [...read(file).matchAll(importPattern)].flatMap(([, specifier = '']) => {
      const target = resolve(file, specifier);
      const [from, to] = [roomOf(chart, file), target === null ? undefined : roomOf(chart, target)];
      return from && to && from !== to ? [{ file, from, to }] : [];
    }),
  );
}

/** The file that an import names, by its path from the root; null: it belongs to another project. */
function resolve(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(file), specifier);
  // Published: what others import is compiled, from this file.
  const [, entry] = /^@order-countdown\/client(?:\/(element))?$/.exec(specifier) ?? [];
  if (specifier.startsWith('@order-countdown/client')) return `packages/client/src/${entry ?? 'index'}.ts`;
  const [, name, subpath] = /^@order-countdown\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (name === undefined) return null;
  const folder = ['api', 'worker'].includes(name) ? `apps/${name}` : `packages/${name}`;
  const manifest = JSON.parse(read(join(folder, 'package.json'))) as {
    exports: Record<string, string>;
  };
  return join(folder, manifest.exports[`./${subpath}`] ?? '');
}
