import type { AlarmLayout } from '@order-countdown/shared/redis/layout';
import type { Link } from '../links/link.ts';

/** What the run asks of Redis, be it a pair or a cluster. */
export interface RedisStore {
  /** Past all links. */
  readonly url: string;
  readonly layout: AlarmLayout;
  /** Opens the way of one more process. */
  openWay(): Promise<RedisWay>;
  /** Resolves when all servers run and the replicas follow. Starts what is not running. */
  whole(): Promise<void>;
  /** Of the service, at the server that has the most. */
  connections(): Promise<number>;
  /** How many times as many a failover may rightly bring to one server. */
  readonly connectionFactor: number;
  close(): Promise<void>;
}

/** How a process reaches Redis. */
export interface RedisWay {
  /** For `REDIS_URL`. */
  url(): string;
  /** To each server. */
  links: readonly Way[];
  env: Record<string, string>;
  nodeOptions: readonly string[];
  close(): Promise<void>;
}

export type Way = Omit<Link, 'close'>;

/** Those of a server's clients that are not its replicas or masters, without the one that asks. */
export const countClients = (list: unknown): number =>
  String(list)
    .split('\n')
    .filter((line) => line.includes('addr=') && !/ flags=[SM]/.test(line)).length - 1;
