import { join } from 'node:path';
import type { RedisProgram } from './find.ts';

/** Redis deletes this file when it shuts down. */
export const PID_FILE = 'redis.pid';

/** The contents of the configuration file for one server. */
export function redisSettings(options: {
  program: RedisProgram;
  dataDir: string;
  port: number;
  password: string;
  durable: boolean;
}): string {
  const { program, dataDir, port, password, durable } = options;
  const settings = { ...commonSettings(password, durable), ...placement(program, dataDir, port) };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

function commonSettings(password: string, durable: boolean): Record<string, string> {
  return {
    requirepass: password,
    appendonly: durable ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction', // BullMQ loses jobs if Redis evicts their keys
    hz: '500', // an idle queue's delayed jobs wake up to 2 ms late instead of 100
    // Saves a third of the memory per job. The name hash-max-listpack-value is unknown to Redis 6; this alias
    // is known to all versions.
    'hash-max-ziplist-value': '512',
    databases: '64',
  };
}

/** In a container, the network and the path are the container's own: Docker maps both. */
function placement(program: RedisProgram, dataDir: string, port: number): Record<string, string> {
  if (program.kind === 'docker') return { bind: '0.0.0.0', port: '6379', dir: '/data' };
  return {
    bind: '127.0.0.1',
    port: String(port),
    dir: `"${dataDir}"`,
    pidfile: `"${join(dataDir, PID_FILE)}"`,
  };
}
