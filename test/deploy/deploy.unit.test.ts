import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { complaintsAbout, knownSeries } from '../support/promql.ts';

/** Alerts and dashboard, compared with the metrics that the processes have. */

const read = (file: string) => readFileSync(join(import.meta.dirname, '../../deploy', file), 'utf8');

interface Alert {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface Panel {
  id: number;
  title: string;
  type: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string; refId: string }[];
  panels?: Panel[];
}

const { groups } = parse(read('prometheus/alerts.yml')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const prometheus = parse(read('prometheus/prometheus.yml')) as {
  rule_files: string[];
  scrape_configs: { job_name: string; metrics_path?: string }[];
};
const dashboard = JSON.parse(read('grafana/order-countdown.json')) as {
  title: string;
  uid: string;
  schemaVersion: number;
  templating: { list: { name: string; type: string }[] };
  panels: Panel[];
};
const charts = dashboard.panels.filter(({ type }) => type !== 'row');

let series: Map<string, Set<string>>;
beforeAll(async () => {
  series = await knownSeries();
});

const shownLabels = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

describe('alerts', () => {
  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s queries only metrics and labels that exist',
    (_name, alert) => {
      const texts = Object.values(alert.annotations).join('\n');
      expect(complaintsAbout(alert.expr, series, shownLabels(texts, /\$labels\.(\w+)/g))).toEqual([]);
    },
  );

  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s has a severity, a summary and a description',
    (_name, alert) => {
      expect(alert.labels['severity']).toMatch(/^(critical|warning)$/);
      expect(alert.annotations['summary']).toMatch(/^\S.{5,80}[^.]$/);
      expect(alert.annotations['description']).toMatch(/^\S[^]{20,}[.]$/);
    },
  );

  test('lead to sections of our documents', () => {
    const urls = alerts.flatMap(({ annotations }) => annotations['runbook_url'] ?? []);
    expect(urls.length).toBeGreaterThan(3);
    for (const url of urls) {
      const [file = '', section = ''] = url.split('#');
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      const sections = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(sections).toContain(section);
    }
  });

  test('about failed jobs fire on what has just failed, not for as long as it is kept', () => {
    const failed = alerts.filter(({ alert }) => alert.endsWith('Failed'));
    expect(failed.length).toBeGreaterThanOrEqual(2);
    for (const { expr } of failed) expect(expr).toMatch(/(increase|delta)\(/);
  });

  test('have distinct names', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  test('are loaded by the example configuration and match its jobs', () => {
    expect(prometheus.rule_files).toEqual(['alerts.yml']);
    const jobs = prometheus.scrape_configs.map(({ job_name: name }) => name);
    expect(jobs).toEqual(['order-countdown-api', 'order-countdown-worker']);
    const patterns = alerts.flatMap(({ expr }) => shownLabels(expr, /job=~"([^"]*)"/g));
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      expect(jobs.filter((job) => !new RegExp(`^(?:${pattern})$`).test(job))).toEqual([]);
    }
  });
});

describe('the dashboard', () => {
  test.each(charts.map((panel) => [panel.title, panel] as const))(
    '%s queries only metrics and labels that exist',
    (_title, panel) => {
      expect(panel.description).toMatch(/^\S.{4,}/);
      expect(panel.targets?.length).toBeGreaterThan(0);
      for (const { expr, legendFormat } of panel.targets ?? []) {
        expect(complaintsAbout(expr, series, shownLabels(legendFormat, /\{\{(\w+)\}\}/g))).toEqual([]);
      }
    },
  );

  test('can be imported by Grafana: unique ids, no overlapping panels, a selectable data source', () => {
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(41);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    );
    const taken = new Map<string, string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.get(`${x},${y}`)).toBeUndefined();
          taken.set(`${x},${y}`, title);
        }
      }
    }
  });

  test('uses the selected data source in every chart', () => {
    const text = JSON.stringify(dashboard);
    expect(text.match(/"uid":"(?!order-countdown"|\$\{datasource\}")/)).toBeNull();
  });
});

test('every metric that an alert looks at has a chart', () => {
  const shown = JSON.stringify(charts.map(({ targets }) => targets));
  const watched = alerts.flatMap(({ expr }) => expr.match(/order_countdown_\w+/g) ?? []);
  expect(watched.length).toBeGreaterThan(10);
  expect(watched.filter((name) => !shown.includes(name))).toEqual([]);
});

test('every metric of ours has a chart or an alert', () => {
  const text = JSON.stringify(charts) + read('prometheus/alerts.yml');
  const metrics = new Set([...series.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  const unused = [...metrics].filter((name) => name.startsWith('order_countdown_') && !text.includes(name));
  expect(unused).toEqual([]);
});

test('alerts, charts and the scaler name both queues and no other, and the alarms of all shards', () => {
  const text =
    read('prometheus/alerts.yml') +
    read('kubernetes/components/keda/scaled-object.yaml') +
    charts.flatMap(({ targets }) => targets?.map(({ expr }) => expr)).join('\n');
  const matchers = [...text.matchAll(/queue(=~?)"([^"]*)"/g)].map(
    ([, operator, value = '']) =>
      (queue: string) =>
        operator === '=~' ? new RegExp(`^(?:${value})$`).test(queue) : queue === value,
  );
  const queues = [alarmQueueName, `${alarmQueueName}-0`, `${alarmQueueName}-15`, webhookQueueName, 'other'];
  const named = matchers.map((matches) => queues.filter(matches).join());
  expect(new Set(named)).toEqual(new Set([queues.slice(0, 3).join(), webhookQueueName]));
});

/** Proof that the checks above can fail. */
test.each([
  ['a misspelt name', 'order_countdown_overdue_order > 0', [], /no such series/],
  ['a histogram without its suffix', 'order_countdown_sweep_duration_seconds > 1', [], /no such series/],
  [
    'a suffix that does not exist',
    'rate(order_countdown_sweep_repairs_total_count[5m])',
    [],
    /no such series/,
  ],
  [
    'a label of another metric',
    'order_countdown_queue_jobs{outcome="paid"}',
    [],
    /label in the selector: outcome/,
  ],
  ['a grouping by a missing label', 'sum by (le) (order_countdown_queue_jobs)', [], /label to group by: le/],
  [
    'a legend with a label that was aggregated away',
    'sum by (queue) (order_countdown_queue_jobs)',
    ['state'],
    /label to show: state/,
  ],
  ['a missing parenthesis', 'sum(order_countdown_queue_jobs', [], /no PromQL/],
])('the PromQL check reports %s', (_what, expression, shown, complaint) => {
  expect(complaintsAbout(expression, series, shown).join()).toMatch(complaint);
});
