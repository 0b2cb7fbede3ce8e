import type { ServerResponse } from 'node:http';
import type { Claims } from '../http/claims.ts';
import type { StreamReader } from './stream-reader.ts';
import {
  addressIsFull,
  allAreTaken,
  budgetIsFull,
  defaultMaxPerBudget,
  defaultMaxStreams,
} from './streams.ts';

/** Bounds the streams of all processes of an instance together. {@link createStreams} bounds those of each. */
export interface StreamPlaces {
  /**
   * Takes a place, until the response closes.
   *
   * @throws Problem as `Streams.open` does
   */
  take(reader: StreamReader, response: ServerResponse): Promise<void>;
}

const inAll = 'streams';

/** @param maxPerAddress `MAX_STREAMS_PER_ADDRESS` */
export function createStreamPlaces(claims: Claims, maxPerAddress: number): StreamPlaces {
  return {
    async take({ limited }, response) {
      const budget = { name: `${inAll} of ${limited?.budget}`, max: defaultMaxPerBudget };
      const address = { name: `${inAll} from ${limited?.address}`, max: maxPerAddress };
      const usedUp = await new Promise<string | null>((resolve) => {
        const all = { name: inAll, max: defaultMaxStreams };
        const claim = claims.take(limited ? [all, budget, address] : [all], resolve);
        if (response.destroyed) claim.keep([]);
        else response.once('close', () => claim.keep([]));
      });
      if (usedUp === inAll) throw allAreTaken();
      if (usedUp === budget.name) throw budgetIsFull(defaultMaxPerBudget);
      if (usedUp === address.name) throw addressIsFull(maxPerAddress);
    },
  };
}
