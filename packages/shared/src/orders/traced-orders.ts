import { attribute, isTracing, traced } from '../platform/tracing.ts';
import type { Orders } from './orders.ts';

/** The commands that a request or an alarm asks for. What a worker does all the time by itself is not worth a trace. */
const commands = [
  'place',
  'pay',
  'cancel',
  'extend',
  'update',
  'advance',
  'startPayment',
  'failPayment',
  'refund',
  'expire',
] as const;

/** The same orders, each command in a span of its own. They are returned as they are where nobody traces. */
export function tracedOrders(orders: Orders): Orders {
  if (!isTracing()) return orders;
  const inSpans = commands.map((name) => {
    const command = orders[name] as (...args: unknown[]) => Promise<{ outcome: string }>;
    const tracedCommand = (...args: unknown[]) =>
      traced(
        { name: `order.${name}` },
        () => command(...args),
        ({ outcome }) => ({
          [attribute('outcome')]: outcome,
        }),
      );
    return [name, tracedCommand];
  });
  return { ...orders, ...(Object.fromEntries(inSpans) as Pick<Orders, (typeof commands)[number]>) };
}
