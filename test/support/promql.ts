import { parser } from '@prometheus-io/lezer-promql';
import { decisionMetrics } from '@order-countdown/shared/metrics/decisions';
import { ledgerMetrics } from '@order-countdown/shared/metrics/ledger';
import { projectionMetrics } from '@order-countdown/shared/metrics/projection';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { storeMetrics } from '@order-countdown/shared/metrics/stores';
import type { Registry } from 'prom-client';
import { admissionMetrics } from '../../apps/api/src/http/admission-metrics.ts';
import { httpMetrics } from '../../apps/api/src/http/request-metrics.ts';
import { streamMetrics } from '../../apps/api/src/stream/stream-metrics.ts';
import { webhookMetrics } from '../../apps/worker/src/webhooks/metrics.ts';
import { retentionMetrics } from '../../apps/worker/src/retention-metrics.ts';
import { workMetrics } from '../../apps/worker/src/work-metrics.ts';

const allMetrics: ((registry: Registry) => unknown)[] = [
  admissionMetrics,
  httpMetrics,
  streamMetrics,
  webhookMetrics,
  retentionMetrics,
  workMetrics,
  (registry) => decisionMetrics(registry, []),
  ledgerMetrics,
  projectionMetrics,
  storeMetrics,
];

/** The labels that a scrape adds to each series. */
const scrapeLabels = ['job', 'instance'];

/** Each series that the processes can have, by name, with its labels. `up` is Prometheus' own. */
export async function knownSeries(): Promise<Map<string, Set<string>>> {
  const series = new Map([['up', new Set(scrapeLabels)]]);
  const registry = createRegistry();
  for (const register of allMetrics) register(registry);
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const metric = registry.getSingleMetric(name) as unknown as { labelNames: string[] };
    const labels = [...metric.labelNames, ...scrapeLabels];
    const isHistogram = String(type) === 'histogram';
    if (isHistogram) series.set(`${name}_bucket`, new Set([...labels, 'le']));
    for (const suffix of isHistogram ? ['_sum', '_count'] : ['']) {
      series.set(name + suffix, new Set(labels));
    }
  }
  return series;
}

/** What Grafana puts in before it asks. */
const withoutVariables = (expression: string) => expression.replaceAll('$__rate_interval', '5m');

/**
 * What is wrong with an expression: its syntax, a series that no process has, a label that its series lack.
 *
 * @param shown labels that a legend or a text takes from the result
 */
export function complaintsAbout(
  expression: string,
  series: ReadonlyMap<string, ReadonlySet<string>>,
  shown: readonly string[] = [],
): string[] {
  const text = withoutVariables(expression);
  const complaints: string[] = [];
  const labels = new Set<string>();
  const grouped = new Set<string>();
  let isAggregate = false;
  let selected: ReadonlySet<string> | undefined;

  parser.parse(text).iterate({
    enter(node) {
      const word = text.slice(node.from, node.to);
      if (node.type.isError) complaints.push(`no PromQL at ${node.from}: ${text}`);
      if (node.name === 'AggregateExpr') isAggregate = true;
      if (node.name === 'Identifier') {
        selected = series.get(word);
        if (!selected) complaints.push(`no such series: ${word}`);
        for (const label of selected ?? []) labels.add(label);
      }
      if (node.name !== 'LabelName') return;
      if (node.matchContext(['GroupingLabels'])) grouped.add(word);
      else if (!selected?.has(word)) complaints.push(`no such label in the selector: ${word}`);
    },
  });

  const remaining = isAggregate ? grouped : labels;
  const lacking = (wanted: Iterable<string>, there: ReadonlySet<string>) =>
    [...wanted].filter((label) => !there.has(label));
  return [
    ...complaints,
    ...lacking(grouped, labels).map((label) => `no such label to group by: ${label}`),
    ...lacking(shown, remaining).map((label) => `no such label to show: ${label}`),
  ];
}
