/** A webhook as it arrived: unparsed, because the page verifies its signature. */
export interface Arrival {
  headers: Record<string, string>;
  body: string;
}

interface Numbered extends Arrival {
  id: number;
  customerId: string;
}

type Send = (id: number, arrival: Arrival) => void;

/** The webhooks that have arrived for customers of the shop. */
export interface Arrivals {
  add(customerId: string, arrival: Arrival): void;
  /**
   * Sends what arrives for a customer.
   *
   * @param after the id of the last one that was received: what has arrived since is sent first. Null: only what is to come
   * @returns stops it
   */
  follow(customerId: string, after: number | null, send: Send): () => void;
}

/** A page that was in the background gets what it has missed. About 2 MiB in all. */
const maxKept = 100;

/** Orders of the shop are small. */
const maxKeptLength = 16 * 1_024;

export function createArrivals(): Arrivals {
  const kept: Numbered[] = [];
  const followers = new Map<string, Set<Send>>();
  let lastId = 0;

  return {
    add(customerId, arrival) {
      if (arrival.body.length > maxKeptLength) return;
      // A page that was open before this process started knows earlier ones.
      lastId = Math.max(lastId + 1, Date.now());
      kept.push({ ...arrival, id: lastId, customerId });
      if (kept.length > maxKept) kept.shift();
      for (const send of followers.get(customerId) ?? []) send(lastId, arrival);
    },

    follow(customerId, after, send) {
      for (const { id, customerId: owner, ...arrival } of after === null ? [] : kept) {
        if (owner === customerId && id > (after ?? 0)) send(id, arrival);
      }
      const sends = followers.get(customerId) ?? new Set<Send>();
      followers.set(customerId, sends.add(send));
      return () => {
        sends.delete(send);
        if (sends.size === 0) followers.delete(customerId);
      };
    },
  };
}
