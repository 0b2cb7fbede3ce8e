import { createLogger } from '../../src/platform/logger.ts';
import { createProducerRedis, type Redis } from '../../src/redis/connection.ts';

const logger = createLogger('test', 'silent');

/** A connection like the api's: commands fail at once while Redis is down. */
export const connectProducer = (url: string): Redis => createProducerRedis(url, logger);
