import { Cluster, type ClusterOptions, type Redis } from 'ioredis';
import type { Logger } from '../platform/logger.ts';
import { credentialsOf, nodeOf } from './cluster-nodes.ts';
import { tooOldForCluster } from './cluster-version.ts';
import { endLostConnection, type LastClient } from './lost-connection.ts';
import { settleConnect } from './settled-connect.ts';

/** A connection to a Redis Cluster, with the promises that a connection to one server makes. */

export interface ClusterConnectionOptions {
  /** For the log: what it is for. */
  role: string;
  /** Without one, nothing is logged. */
  logger?: Logger;
  /** Commands fail at once while their master is away, instead of waiting for it. */
  isFailingFast: boolean;
}

const maxListeners = 1_000;

/**
 * A command that finds its slot on the move tries again, and may so take effect later than it was sent: by half a second
 * at most, which is less than how old a write may be (see staleness.ts).
 */
const failingFast = {
  enableOfflineQueue: false,
  maxRedirections: 5,
  retryDelayOnTryAgain: 100,
  retryDelayOnFailover: 0,
  retryDelayOnClusterDown: 0,
} satisfies ClusterOptions;

/** Longer than the 10 s for which BullMQ blocks at most: what has no answer by then was lost with its master. */
const patientCommandTimeout = 12_000;

/** A frozen master is replaced by its replica. Then its connection is given up, and with it what waits for its answer. */
const slotsRefreshInterval = { failingFast: 1_000, patient: 3_000 };

export function openCluster(urls: readonly string[], options: ClusterConnectionOptions): Cluster {
  const { role, logger, isFailingFast } = options;
  const cluster = new Cluster(urls.map(nodeOf), {
    ...(isFailingFast && failingFast),
    clusterRetryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
    slotsRefreshInterval: isFailingFast ? slotsRefreshInterval.failingFast : slotsRefreshInterval.patient,
    redisOptions: {
      ...credentialsOf(urls[0] ?? ''),
      connectTimeout: 2_000,
      maxRetriesPerRequest: isFailingFast ? 0 : null,
      ...(isFailingFast
        ? { autoResendUnfulfilledCommands: false, socketTimeout: 2_000 }
        : { commandTimeout: patientCommandTimeout }),
    },
  });
  // Each shard listens for itself, and BullMQ raises the limit by what its queues add.
  cluster.setMaxListeners(maxListeners);
  settleConnect(cluster);
  if (logger) logCluster(cluster, role, logger);
  if (logger && isFailingFast) connectEagerly(cluster, logger);
  return cluster;
}

/**
 * By default a connection to a node begins with the first command for it, which then waits, and takes effect late if the
 * node is frozen. When it begins earlier, commands fail at once until it is there.
 */
function connectEagerly(cluster: Cluster, logger: Logger): void {
  const lastClients = new Map<string, LastClient>();
  cluster.on('+node', (node: Redis) => {
    const key = `${node.options.host}:${node.options.port}`;
    const last = lastClients.get(key) ?? { client: null };
    lastClients.set(key, last);
    endLostConnection(node, logger, last);
    // What failed is told by the event `node error`.
    if (node.status === 'wait') node.connect().catch(() => undefined);
  });
}

/** Logs once when the cluster is lost and once when it is back, and each node likewise, whatever the number of attempts. */
function logCluster(cluster: Cluster, role: string, logger: Logger): void {
  let isLost = false;
  let isChecked = false;
  cluster.on('error', (error: Error & { lastNodeError?: Error }) => {
    if (!isLost) logger.warn({ err: error.lastNodeError ?? error, role }, 'redis is not available');
    isLost = true;
  });
  cluster.on('node error', (error: Error, node: string) =>
    logger.debug({ err: error, node, role }, 'a node of the redis cluster does not answer'),
  );
  cluster.on('ready', () => {
    if (isLost) logger.info({ role }, 'redis is available again');
    isLost = false;
    if (isChecked) return;
    isChecked = true;
    checkVersion(cluster, logger).catch(() => (isChecked = false));
  });
}

/** At the start of a process the cluster may have been down, and later it may be another one. */
async function checkVersion(cluster: Cluster, logger: Logger): Promise<void> {
  const version = tooOldForCluster(await cluster.info('server'));
  if (version !== null) logger.error({ version }, 'REDIS_URL: a redis cluster needs redis 7 or newer');
}
