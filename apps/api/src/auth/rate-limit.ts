import type { RequestHandler, Response } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit, type Options, type Store } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { within } from '@order-countdown/shared/platform/within';
import { identityOf } from './caller.ts';
import { Problem } from '../http/problem.ts';

export interface RateLimitOptions {
  redis: Redis;
  /** For each customer, all view tokens of a customer together, and each address that sends no valid token. */
  perMinute: number;
}

/** A backend sends the requests of all of a shop's customers. */
const backendFactor = 100;

const windowMs = 60_000;

/** If Redis takes longer to count, the local count decides. */
const countTimeLimitMs = 30;

/** Refuses callers over their limit: 429 with `Retry-After`. Each has a count, shared by all API processes. */
export function limitRate({ redis, perMinute }: RateLimitOptions): RequestHandler {
  const limitFor = (response: Response) => (isBackend(response) ? perMinute * backendFactor : perMinute);

  return rateLimit({
    windowMs,
    limit: (_request, response) => limitFor(response),
    keyGenerator: (request, response) => subjectOf(response) ?? `address ${ipKeyGenerator(request.ip ?? '')}`,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store: new SharedStore(redis),
    handler: (_request, response) => {
      const seconds = String(response.getHeader('Retry-After') ?? windowMs / 1_000);
      throw new Problem(
        'rate_limited',
        `At most ${limitFor(response)} requests a minute. Try again in ${seconds} s.`,
      );
    },
  });
}

const isBackend = (response: Response) => identityOf(response).caller?.kind === 'backend';

function subjectOf(response: Response): string | null {
  const { caller } = identityOf(response);
  if (!caller) return null;
  return caller.kind === 'viewer' ? `viewers ${caller.budget}` : `subject ${caller.subject}`;
}

/** Counts in Redis, shared by all processes; while Redis is away, each process keeps its own count. */
class SharedStore implements Store {
  readonly #redis: Redis;
  readonly #shared: RedisStore;
  readonly #local = new MemoryStore();

  constructor(redis: Redis) {
    this.#redis = redis;
    this.#shared = new RedisStore({
      prefix: 'rate-limit:',
      sendCommand: (command, ...args) => redis.call(command, ...args) as Promise<number>,
    });
  }

  init(options: Options): void {
    this.#local.init(options);
    // RedisStore never recovers from a failed first connection, so every connection initializes it again.
    const start = () => void this.#shared.init(options).catch(() => undefined);
    this.#redis.on('ready', start);
    if (this.#redis.status === 'ready') start();
  }

  async increment(key: string) {
    if (this.#redis.status !== 'ready') return this.#local.increment(key);
    try {
      return await within(countTimeLimitMs, this.#shared.increment(key));
    } catch {
      return this.#local.increment(key);
    }
  }

  async decrement(key: string): Promise<void> {
    await this.#local.decrement(key);
  }

  async resetKey(key: string): Promise<void> {
    await this.#local.resetKey(key);
  }
}
