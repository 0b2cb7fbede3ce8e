import { setTimeout as sleep } from 'node:timers/promises';
import type { History } from '../history/history.ts';
import { startReceiver, type Receiver, type ReceiverMode } from './receivers.ts';

/** `steady` always answers; `finals` wants the ends of orders alone. */
const receiverNames = ['steady', 'troubled', 'finals'] as const;
export type ReceiverName = (typeof receiverNames)[number];

const wanted: Partial<Record<ReceiverName, string[]>> = { finals: ['order.paid', 'order.cancelled'] };

export interface Receivers {
  /** Changes how a receiver answers from now on. Default: `troubled` and `finals`. `steady` can't be changed. */
  set(mode: ReceiverMode, name?: Exclude<ReceiverName, 'steady'>): void;
  close(): Promise<void>;
}

/** Starts the receivers and registers an endpoint for each. @throws Error if the api refuses one */
export async function startReceivers(history: History, apiUrl: string, token: string): Promise<Receivers> {
  const receivers = {} as Record<ReceiverName, Receiver>;
  const close = async () => {
    await Promise.all(Object.values(receivers).map((receiver) => receiver.close()));
  };
  try {
    for (const name of receiverNames) {
      const receiver = await startReceiver(history);
      receivers[name] = receiver;
      const endpoint = await register(apiUrl, token, { url: receiver.url, events: wanted[name] });
      history.endpointIds.push(endpoint.id);
      receiver.registered(endpoint);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    set(mode, name) {
      const changed = name === undefined ? (['troubled', 'finals'] as const) : [name];
      for (const each of changed) receivers[each].set(mode);
    },
    close,
  };
}

/** A registration shows the secret once, so it is repeated only when the api answered that it did nothing. */
const attempts = 20;
const pauseMs = 500;

async function register(
  apiUrl: string,
  token: string,
  body: object,
): Promise<{ id: string; secret: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${apiUrl}/v1/webhook-endpoints`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status === 201) return (await response.json()) as { id: string; secret: string };
    const text = await response.text();
    if (attempt === attempts) throw new Error(`registering was answered with ${response.status}: ${text}`);
    await sleep(pauseMs);
  }
}
