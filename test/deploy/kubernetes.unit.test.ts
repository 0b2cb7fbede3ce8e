import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { beforeAll, describe, expect, test } from 'vitest';
import { filledIn } from '../support/compose.ts';
import { matches, read, root, rowsUnder, unquoted } from '../support/documents.ts';
import { complaintAbout, unknownMembersOf } from '../support/kubernetes-schema.ts';
import { hasFile, kustomization, manifestsIn, variablesOf, type Manifest } from '../support/kustomize.ts';
import { complaintsAbout, knownSeries } from '../support/promql.ts';

/** deploy/kubernetes, compared with Kubernetes' schemas and with our configuration. */

const overlays = readdirSync(join(root, 'deploy/kubernetes/overlays')).map((name) => `overlays/${name}`);
const production = [...manifestsIn('overlays/production'), ...manifestsIn('migration')];
const find = (kind: string, name: string) =>
  production.find(
    (each) => each.kind === kind && each.metadata.name === `order-countdown-${name}`,
  ) as Manifest;
const podOf = (name: string) => (find('Deployment', name) ?? find('Job', name)).spec.template.spec;
const containerOf = (name: string) => podOf(name).containers[0];
const named = (manifest: Manifest) => `${manifest.kind} ${manifest.metadata.name}`;

const settings = variablesOf('base/settings.env');
const secrets = variablesOf('secrets.example.env');

describe('the manifests', () => {
  test.each(production.map((manifest) => [named(manifest), manifest] as const))(
    '%s fits its schema',
    (_name, manifest) => expect(complaintAbout(manifest)).toBeUndefined(),
  );

  test('have no member that the schemas do not know', async () => {
    expect(await unknownMembersOf(production)).toEqual([]);
  });

  test('would be refused with a misspelt member or a wrong type', async () => {
    const { template, ...rest } = find('Deployment', 'api').spec;
    const misspelt = { ...find('Deployment', 'api'), spec: { ...rest, template, replica: 3 } };
    expect((await unknownMembersOf([misspelt])).join()).toMatch(/replica/);
    const wrong = { ...misspelt, spec: { ...rest, template, replicas: 'three' } };
    expect(complaintAbout(wrong)).toMatch(/replicas/);
  });

  test('are all in the overlay for production', () => {
    const parts = overlays.flatMap((folder) => manifestsIn(folder));
    const names = new Set(production.map(named));
    expect(parts.map(named).filter((name) => !names.has(name))).toEqual([]);
    expect(names.size).toBe(production.length);
  });

  test('patch what exists', () => {
    const patches = kustomization('components/keda').patches ?? [];
    expect(patches.map(({ target }) => target)).toEqual([
      { kind: 'Deployment', name: 'order-countdown-worker' },
    ]);
    expect(find('Deployment', 'worker').spec.replicas).toBe(2);
  });
});

describe('the configuration', () => {
  const onlyElsewhere = ['Only for `npm start`', 'Only for Docker Compose'];
  const [own = '', ...others] = read('docs/configuration.md').split(/^## /m);
  const variables = rowsUnder(own, 'variable').map(([name = '']) => unquoted(name));

  test('has every variable, as a setting or as a secret', () => {
    expect(others.map((section) => section.split('\n')[0])).toEqual(onlyElsewhere);
    const written = [...settings.keys(), ...secrets.keys()];
    const missing = variables.filter((name) => !written.includes(name));
    const unknown = written.filter((name) => !variables.includes(name));
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
    expect(new Set(written).size).toBe(written.length);
  });

  test('is one that the app accepts, with defaults of its own where a value is empty', () => {
    const stores = { DATABASE_URL: 'postgres://a@b/c', REDIS_URL: 'redis://d' };
    const env = { ...Object.fromEntries([...settings, ...secrets]), ...filledIn, ...stores };
    const secretsFilledIn = { ...env, METRICS_TOKEN: 'metrics'.repeat(5) };
    expect(loadConfig(secretsFilledIn)).toMatchObject({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      API_PROCESSES: 1,
    });
  });

  test('keeps secrets out of the settings and out of the manifests', () => {
    expect(
      [...settings.keys()].filter((name) => /SECRET|PASSWORD|TOKEN|DATABASE_URL|REDIS_URL/.test(name)),
    ).toEqual([]);
    expect([...secrets.values()].filter((value) => value !== '')).toEqual([]);
    expect(production.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    for (const name of ['api', 'worker']) {
      expect(containerOf(name).envFrom).toEqual([
        { configMapRef: { name: 'order-countdown-settings' } },
        { secretRef: { name: 'order-countdown' } },
      ]);
    }
    expect(containerOf('migration').env).toEqual([
      {
        name: 'DATABASE_URL',
        valueFrom: { secretKeyRef: { name: 'order-countdown-migration', key: 'DATABASE_URL' } },
      },
      {
        name: 'REDIS_URL',
        valueFrom: { secretKeyRef: { name: 'order-countdown-migration', key: 'REDIS_URL', optional: true } },
      },
    ]);
  });
});

describe.each([
  ['api', 'PORT', 'http'],
  ['worker', 'WORKER_PORT', 'metrics'],
])('the %s', (name, variable, portName) => {
  const port = Number(settings.get(variable));

  test('has one port, everywhere', () => {
    expect(containerOf(name).ports).toEqual([{ name: portName, containerPort: port }]);
    expect(read('Dockerfile')).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, 'm'));
    expect(find('Service', name).spec.ports[0].targetPort).toBe(portName);
    expect(find('ServiceMonitor', name).spec.endpoints[0].port).toBe(
      find('Service', name).spec.ports[0].name,
    );
    expect(find('NetworkPolicy', name).spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port: portName }]);
  });

  test('is restarted by live, and takes requests by ready', () => {
    const { livenessProbe, readinessProbe, startupProbe } = containerOf(name);
    expect(livenessProbe.httpGet).toEqual({ path: '/health/live', port: portName });
    expect(startupProbe.httpGet).toEqual(livenessProbe.httpGet);
    expect(readinessProbe.httpGet).toEqual({ path: '/health/ready', port: portName });
  });

  test('is selected by its service, its budget, its policy and its monitor', () => {
    const labels = { 'app.kubernetes.io/name': `order-countdown-${name}` };
    const deployment = find('Deployment', name);
    expect([deployment.spec.selector.matchLabels, deployment.spec.template.metadata.labels]).toEqual([
      labels,
      labels,
    ]);
    expect(find('Service', name).spec.selector).toEqual(labels);
    expect(find('Service', name).metadata.labels).toEqual(labels);
    expect(find('PodDisruptionBudget', name).spec.selector.matchLabels).toEqual(labels);
    expect(find('NetworkPolicy', name).spec.podSelector.matchLabels).toEqual(labels);
    expect(find('ServiceMonitor', name).spec.selector.matchLabels).toEqual(labels);
    for (const spread of podOf(name).topologySpreadConstraints)
      expect(spread.labelSelector.matchLabels).toEqual(labels);
  });
});

test.each(['api', 'worker', 'migration'])(
  'the %s runs a file that exists, with no right that it does not need',
  (name) => {
    expect(hasFile(containerOf(name).command.at(-1))).toBe(true);
    expect(podOf(name)).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(name)).toMatchObject({
      image: 'order-countdown',
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: { requests: { cpu: expect.any(String) }, limits: { memory: expect.any(String) } },
    });
  },
);

describe('scaling', () => {
  let series: Map<string, Set<string>>;
  beforeAll(async () => {
    series = await knownSeries();
  });

  test('follows metrics that exist, and never ends the last worker', () => {
    const { spec } = find('ScaledObject', 'worker');
    const queries = spec.triggers.map(
      (trigger: { metadata: { query: string } }) => trigger.metadata.query,
    ) as string[];
    expect(queries.flatMap((query) => complaintsAbout(query, series, []))).toEqual([]);
    const names = matches(queries.join(), /(order_countdown_\w+)/g);
    expect(names).toEqual(['order_countdown_overdue_oldest_seconds', 'order_countdown_queue_jobs']);
    expect(spec.minReplicaCount).toBeGreaterThanOrEqual(2);
    expect(spec.scaleTargetRef.name).toBe(find('Deployment', 'worker').metadata.name);
  });

  test('leaves the number of APIs to the autoscaler', () => {
    expect(find('Deployment', 'api').spec.replicas).toBeUndefined();
    const { scaleTargetRef, minReplicas } = find('HorizontalPodAutoscaler', 'api').spec;
    expect([scaleTargetRef.name, minReplicas]).toEqual([find('Deployment', 'api').metadata.name, 2]);
  });
});
