import { call } from './call.ts';
import type { Operation } from './operation.ts';
import { operations, type Operations } from './operations.ts';
import { checkOptions, type OrderCountdownOptions, type Service, type StreamOptions } from './options.ts';
import { paged } from './pages.ts';
import { openStream, type StreamedEvent } from './stream.ts';
import { watchOrder, type OrderWatch, type WatchOptions } from './watch.ts';

/** A method for each operation of the API, named by its `operationId`. */
export interface OrderCountdown extends Operations {
  /**
   * Follows an order until it is paid or cancelled: by its stream, reconnecting where it left off; while there is no
   * stream to be had, by polling. Needs a token that may read the order; a page uses its `viewToken`.
   *
   * The iteration throws an OrderCountdownProblem that no waiting mends, such as `order_not_found`, or `unauthenticated`
   * when the token has expired. Outages don't end it.
   */
  watchOrder(id: string, options?: WatchOptions): OrderWatch;
}

/**
 * Makes a client. It keeps no connection and needs no closing.
 *
 * Every method takes the parameters of the path, then the body or the query, then {@link CallOptions}. It throws an
 * OrderCountdownProblem when the service refuses, and an OrderCountdownConnectionError when there is no answer. Before,
 * it repeats the call where that does nothing twice: see `maxRetries`.
 *
 * @throws TypeError an option is not valid
 */
export function createOrderCountdown(options: OrderCountdownOptions): OrderCountdown {
  const service = checkOptions(options);
  const methods = Object.entries(operations).map(([id, operation]) => [
    id,
    methodFor(service, id, operation),
  ]);
  const client = Object.fromEntries(methods) as unknown as Operations;
  return {
    ...client,
    watchOrder(id, { signal } = {}) {
      const poll = () => client.getCountdown(id, { signal, maxRetries: 0 });
      return watchOrder(service, id, fillIn('streamOrder', operations.streamOrder, [id]), poll, { signal });
    },
  };
}

type Arguments = readonly unknown[];

function methodFor(service: Service, id: string, operation: Operation): (...args: Arguments) => unknown {
  const paramCount = operation.path.split('{').length - 1;
  const optionsAt = paramCount + (operation.takes ? 1 : 0);

  async function send(args: Arguments, cursor?: string): Promise<unknown> {
    const path = fillIn(id, operation, args);
    const input = operation.takes && (args[paramCount] as object | undefined);
    const query = operation.takes === 'query' ? { ...input } : {};
    return call(service, {
      id,
      operation,
      path,
      query: cursor === undefined ? query : { ...query, [operation.pagesBy ?? 'cursor']: cursor },
      body: operation.takes === 'body' ? input : undefined,
      options: args[optionsAt] ?? {},
    });
  }

  async function* stream(args: Arguments): AsyncGenerator<StreamedEvent> {
    const options = (args[optionsAt] ?? {}) as StreamOptions;
    const { events } = await openStream(service, fillIn(id, operation, args), options);
    for await (const { id, type, data } of events) yield { id, type, data: JSON.parse(data) as unknown };
  }

  if (operation.streams) return (...args) => stream(args);
  const { pagesBy } = operation;
  if (pagesBy === undefined) return (...args) => send(args);
  return (...args) => paged((cursor) => send(args, cursor) as never, pagesBy === 'after');
}

/** @throws TypeError an id is missing, or is none: an empty one would lead to another route */
function fillIn(id: string, { path }: Operation, args: Arguments): string {
  let position = 0;
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = args[position];
    position += 1;
    if (typeof value === 'string' && /^[\w-]+$/.test(value)) return value;
    throw new TypeError(`${id}: ${name} must be an id, not ${JSON.stringify(value)}`);
  });
}
