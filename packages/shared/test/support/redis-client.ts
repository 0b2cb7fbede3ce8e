import { createLogger } from '../../src/platform/logger.ts';
import { createProducerRedis, type Redis } from '../../src/redis/connection.ts';

const logger = createLogger('test', 'silent');

/** A connection as the api has it: nothing waits for a Redis that is away. */
export const connectProducer = (url: string): Redis => createProducerRedis(url, logger);
