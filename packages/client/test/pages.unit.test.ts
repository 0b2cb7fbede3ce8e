import { expect, test } from 'vitest';
import { paged } from '../src/pages.ts';

/** Loads pages of a list, and keeps which were asked for. */
function list(pages: readonly { data: readonly number[]; nextCursor?: string | null }[]) {
  const asked: (string | undefined)[] = [];
  const load = async (cursor?: string) => {
    asked.push(cursor);
    return pages[Number(cursor ?? 0)]!;
  };
  return { asked, load };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const threePages = [
  { data: [1, 2], nextCursor: '1' },
  { data: [], nextCursor: '2' },
  { data: [3], nextCursor: null },
];

test('items come from page after page, until there is no cursor', async () => {
  const { asked, load } = list(threePages);
  expect(await collect(paged(load, false))).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, '1', '2']);
});

test('a page is asked for when it is needed, and the first one once', async () => {
  const { asked, load } = list(threePages);
  const pages = paged(load, false);
  expect(await pages).toEqual(threePages[0]);
  for await (const item of pages) if (item === 1) break;
  expect(asked).toEqual([undefined]);
  expect(await collect(pages.pages())).toEqual(threePages);
});

test('a list that fits one answer has no cursor', async () => {
  expect(await collect(paged(list([{ data: [1] }]).load, false))).toEqual([1]);
});

test('a feed always has a cursor: it ends for now with an empty page, which tells where to go on', async () => {
  const feed = [
    { data: [1], nextCursor: '1' },
    { data: [], nextCursor: '1' },
  ];
  expect(await collect(paged(list(feed).load, true))).toEqual([1]);
  const pages = await collect(paged(list(feed).load, true).pages());
  expect(pages.at(-1)).toEqual({ data: [], nextCursor: '1' });
});

test('a page of a feed without items is not the end while its cursor leads on', async () => {
  const feed = [
    { data: [], nextCursor: '1' },
    { data: [1], nextCursor: '2' },
    { data: [], nextCursor: '3' },
    { data: [2], nextCursor: '4' },
    { data: [], nextCursor: '4' },
  ];
  const { asked, load } = list(feed);
  expect(await collect(paged(load, true))).toEqual([1, 2]);
  expect(asked).toEqual([undefined, '1', '2', '3', '4']);
});

test('what fails on a later page fails the iteration', async () => {
  const load = async (cursor?: string) => {
    if (cursor !== undefined) throw new Error('lost');
    return threePages[0]!;
  };
  await expect(collect(paged(load, false))).rejects.toThrow('lost');
});
