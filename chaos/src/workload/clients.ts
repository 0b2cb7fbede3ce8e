import type { RequestEntry } from '../history/history.ts';
import type { KnownOrders } from './known-orders.ts';
import type { Random } from '../random.ts';
import type { Call, Send } from './requests.ts';

/** What all clients share. */
export interface Clients {
  random: Random;
  orders: KnownOrders;
  send: Send;
  /** Repeats the request until the client knows what came of it, or gives up. */
  sendUntilKnown: (call: Call) => Promise<RequestEntry>;
  /** A name that no other request of the run has, such as `pay-17-204`. */
  name: (kind: string) => string;
  /** Aborted when the clients stop. */
  signal: AbortSignal;
}
