import { once } from 'node:events';
import { purgeAudit } from '@order-countdown/shared/audit/entries';
import { createCore } from '@order-countdown/shared/core';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createHostCheck } from '@order-countdown/shared/platform/hosts';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { closeOnSignal } from '@order-countdown/shared/platform/shutdown';
import { startTracing, wantsTraces } from '@order-countdown/shared/platform/tracing';
import { forgetKeys } from '@order-countdown/shared/ledger/forget-keys';
import { forgetRequests } from '@order-countdown/shared/ledger/once';
import { makePartitions } from '@order-countdown/shared/ledger/partitions';
import { requireClusterVersion } from '@order-countdown/shared/redis/cluster-version';
import { failOld, purgeHistory } from '@order-countdown/shared/webhooks/give-up';
import { dropPartitions } from '@order-countdown/shared/webhooks/partitions';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { targetPolicy } from '@order-countdown/shared/webhooks/target';
import { carryOutResends } from '@order-countdown/shared/webhooks/carry-out-resends';
import { backingOff } from './back-off.ts';
import { createDriftCheck } from './drift.ts';
import { erase } from './erase.ts';
import { startExpiry } from './expiry.ts';
import { createFeedTask } from './feed-task.ts';
import { follow } from './follow.ts';
import { createHealthServer } from './health.ts';
import { removeLeftovers } from './leftovers.ts';
import { reconcile } from './reconcile.ts';
import { createRelief } from './relief.ts';
import { remind } from './remind.ts';
import { createRetention } from './retention.ts';
import { createSweep } from './sweep.ts';
import { createSweptIds } from './swept-ids.ts';
import { startTimetable, type Task } from './timetable.ts';
import { createCircuits } from './webhooks/circuits.ts';
import { createDeliveryStore } from './webhooks/delivery-store.ts';
import { startDelivery } from './webhooks/deliver.ts';
import { webhookMetrics } from './webhooks/metrics.ts';
import { createResealTask } from './webhooks/reseal-task.ts';
import { createRelayTask } from './webhooks/relay-task.ts';
import { workMetrics } from './work-metrics.ts';

await runMain('worker', async () => {
  const config = loadConfig();
  await requireClusterVersion(config.REDIS_URL);
  const logger = createLogger('worker', config.LOG_LEVEL, false, wantsTraces(config));
  const traces = await startTracing('worker', config, logger);
  const registry = createRegistry();
  const metrics = workMetrics(registry);
  const core = createCore(config, logger, {
    name: 'worker',
    registry,
    commands: ['expire', 'sweep', 'remind', 'erase'],
    observers: [metrics],
  });
  const { orders, postgres, windows } = core;
  const swept = createSweptIds();
  const sweep = createSweep({ orders, logger, metrics, onSwept: swept.add });

  const sweepIntervalMs = config.SWEEP_INTERVAL_MS;
  const isExpectedHost = createHostCheck(config);
  const health = createHealthServer({ ...core, sweep, sweepIntervalMs, isExpectedHost });
  health.listen(config.WORKER_PORT, config.HOST);
  await once(health, 'listening');

  const queues = core.openConsumers();
  const concurrency = config.EXPIRY_CONCURRENCY;
  const expiry = startExpiry({ ...core, swept, queues, concurrency, logger });
  const circuits = createCircuits(postgres);
  const ofWebhooks = webhookMetrics(registry);
  const secrets = createSecretBox(config.APP_SECRET, config.APP_SECRET_PREVIOUS);
  const delivery = startDelivery({
    store: createDeliveryStore(postgres),
    circuits,
    windows,
    relay: core.relay,
    secrets,
    policy: targetPolicy(config),
    queues,
    logger,
    metrics: ofWebhooks,
  });

  const dependencies = { ...core, logger, metrics };
  const relief = createRelief({ ...dependencies, sweep, swept, consumer: expiry });
  const relayWebhooks = createRelayTask({ ...core, circuits, logger, metrics: ofWebhooks });
  async function resend(signal: AbortSignal): Promise<void> {
    await carryOutResends(postgres, signal);
  }
  async function tidyHistory(signal: AbortSignal): Promise<void> {
    await failOld(postgres, signal);
    await purgeHistory(postgres, signal);
    await dropPartitions(postgres);
    await forgetRequests(postgres, signal);
    await forgetKeys(postgres, config.IDEMPOTENCY_KEY_HOURS, signal);
    await purgeAudit(postgres, signal);
  }
  const days = config.RETENTION_DAYS;
  const tasks: Task[] = [
    { name: 'sweep', intervalMs: sweepIntervalMs, run: sweep.run },
    { name: 'relief', intervalMs: 100, run: backingOff(relief) },
    { name: 'remind', intervalMs: sweepIntervalMs, run: (signal) => remind(dependencies, signal) },
    { name: 'follow', intervalMs: 1_000, run: (signal) => follow(dependencies, signal) },
    { name: 'feed', intervalMs: 1_000, run: createFeedTask(dependencies) },
    { name: 'erase', intervalMs: 1_000, run: (signal) => erase(dependencies, signal) },
    { name: 'reconcile', intervalMs: 1_000, run: backingOff((signal) => reconcile(dependencies, signal)) },
    { name: 'drift', intervalMs: 30_000, run: createDriftCheck(dependencies) },
    { name: 'leftovers', intervalMs: 10_000, run: (signal) => removeLeftovers(dependencies, signal) },
    { name: 'webhooks', intervalMs: 1_000, run: relayWebhooks },
    { name: 'resend', intervalMs: 1_000, run: resend },
    { name: 'partitions', intervalMs: 3_600_000, run: () => makePartitions(postgres) },
    { name: 'history', intervalMs: 3_600_000, run: tidyHistory },
    ...(days === undefined
      ? []
      : [{ name: 'retention', intervalMs: 3_600_000, run: createRetention(dependencies, registry, days) }]),
    ...(config.APP_SECRET_PREVIOUS === undefined
      ? []
      : [{ name: 'reseal', intervalMs: 30_000, run: createResealTask({ postgres, secrets, logger }) }]),
  ];
  const timetable = startTimetable(tasks, { logger, metrics });

  closeOnSignal(
    [
      { name: 'timetable', close: () => timetable.stop() },
      { name: 'consumers', close: () => Promise.all([expiry.close(), delivery.close()]) },
      { name: 'health', close: async () => health.close() },
      { name: 'queues', close: () => queues.close() },
      ...core.closers,
      ...traces,
    ],
    logger,
  );
  logger.info({ address: health.address(), concurrency }, 'working');
});
