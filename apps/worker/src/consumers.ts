import type { Consumer } from './consumer.ts';

/** Several consumers as one. */
export function allOf(consumers: readonly Consumer[]): Consumer {
  const inAll = async (act: (consumer: Consumer) => Promise<void>): Promise<void> => {
    await Promise.all(consumers.map(act));
  };
  return {
    pause: () => inAll((consumer) => consumer.pause()),
    resume: () => inAll((consumer) => consumer.resume()),
    close: () => inAll((consumer) => consumer.close()),
  };
}
