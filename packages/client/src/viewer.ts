import { call } from './call.ts';
import type { OrderCountdown } from './client.ts';
import type { Answer, OperationId } from './operation.ts';
import { checkOptions, type CallOptions, type OrderCountdownOptions } from './options.ts';
import { watchOrder } from './watch.ts';

/** What a shopper's page does with its order. */
export type OrderViewer = Pick<OrderCountdown, 'getOrder' | 'getCountdown' | 'watchOrder'>;

/**
 * The part of the client that a view token is enough for, a third of its size.
 *
 * @throws TypeError an option is not valid
 */
export function createOrderViewer(options: OrderCountdownOptions): OrderViewer {
  const service = checkOptions(options);

  function get<Id extends OperationId>(id: Id, path: string, options: CallOptions = {}): Promise<Answer<Id>> {
    return call(service, { id, operation: { method: 'GET', path }, path, options }) as Promise<Answer<Id>>;
  }

  const getCountdown: OrderViewer['getCountdown'] = (id, options) =>
    get('getCountdown', `${pathOf(id)}/countdown`, options);
  return {
    getOrder: (id, options) => get('getOrder', pathOf(id), options),
    getCountdown,
    watchOrder(id, { signal } = {}) {
      const poll = () => getCountdown(id, { signal, maxRetries: 0 });
      return watchOrder(service, id, `${pathOf(id)}/stream`, poll, { signal });
    },
  };
}

const pathOf = (id: string) => `/v1/orders/${encodeURIComponent(id)}`;
