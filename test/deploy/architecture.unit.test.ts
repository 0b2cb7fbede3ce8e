import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  allows,
  importsBetweenRooms,
  isAlong,
  readChart,
  roomOf,
  sourceFiles,
} from '../support/architecture.ts';
import { read, root } from '../support/documents.ts';

describe('docs/architecture.md', () => {
  const chart = readChart(read('docs/architecture.md'));
  const imports = importsBetweenRooms(chart);

  test('draws every source file in exactly one room', () => {
    expect(sourceFiles.length).toBeGreaterThan(100);
    expect(sourceFiles.filter((file) => !roomOf(chart, file))).toEqual([]);
  });

  test('draws only rooms that exist', () => {
    expect(chart.rooms.length).toBeGreaterThan(20);
    expect(chart.rooms.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('has arrows that lead to every room that another room imports', () => {
    const forbidden = imports.filter(({ from, to }) => !allows(chart, from, to));
    expect(forbidden.map(({ file, to }) => `${file} imports ${to.path}`)).toEqual([]);
  });

  test('has no arrow without an import behind it', () => {
    const unused = chart.arrows.filter((arrow) => !imports.some((one) => isAlong(arrow, one)));
    expect(unused).toEqual([]);
  });

  test.each(chart.arrows.map((arrow) => [...arrow, arrow] as const))(
    'needs the arrow from %s to %s',
    (_from, _to, arrow) => {
      const withoutIt = { ...chart, arrows: chart.arrows.filter((other) => other !== arrow) };
      expect(imports.filter(({ from, to }) => !allows(withoutIt, from, to))).not.toEqual([]);
    },
  );

  test('has no cycle', () => {
    expect(chart.rooms.filter((room) => allows(chart, room, room))).toEqual([]);
  });
});
