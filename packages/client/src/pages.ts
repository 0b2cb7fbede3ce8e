interface Page {
  readonly data: readonly unknown[];
  readonly nextCursor?: string | null;
}

type ItemOf<P> = P extends { data: readonly (infer Item)[] } ? Item : never;

/**
 * The first page as a promise, and everything from there on: `for await` goes through the items of all pages, and
 * `pages()` through the pages. Each page is asked for when it is needed.
 */
export interface Paged<P> extends Promise<P>, AsyncIterable<ItemOf<P>> {
  pages(): AsyncIterableIterator<P>;
}

/**
 * @param load asks for a page; without a cursor, for the first
 * @param isFeed there is always a next cursor: a page with the one that was sent is the end for now
 */
export function paged(load: (cursor?: string) => Promise<Page>, isFeed: boolean): Paged<Page> {
  const first = load();

  async function* pages() {
    let page = await first;
    for (let sent: string | null = null; ;) {
      yield page;
      const { nextCursor } = page;
      if (nextCursor === null || nextCursor === undefined || (isFeed && nextCursor === sent)) return;
      sent = nextCursor;
      page = await load(sent);
    }
  }

  async function* items() {
    for await (const { data } of pages()) yield* data;
  }

  return Object.assign(first, { pages, [Symbol.asyncIterator]: items });
}
