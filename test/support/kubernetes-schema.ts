import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { execa } from 'execa';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { root } from './documents.ts';
import type { Manifest } from './kustomize.ts';

/** Kubernetes' own schemas, and those of KEDA and of the Prometheus operator, without a cluster. */

const models = [
  { model: Deployment, from: 'kubernetes-models/apps/v1/Deployment' },
  { model: HorizontalPodAutoscaler, from: 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler' },
  { model: Job, from: 'kubernetes-models/batch/v1/Job' },
  { model: NetworkPolicy, from: 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy' },
  { model: PodDisruptionBudget, from: 'kubernetes-models/policy/v1/PodDisruptionBudget' },
  { model: Service, from: 'kubernetes-models/v1/Service' },
  { model: ScaledObject, from: '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject' },
  {
    model: ServiceMonitor,
    from: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor',
  },
] as const;

const modelOf = ({ apiVersion, kind }: Manifest) => {
  const found = models.find(({ model }) => model.apiVersion === apiVersion && model.kind === kind);
  if (!found) throw new Error(`no schema for ${apiVersion} ${kind}`);
  return found;
};

/** What is missing or of a wrong form. Members that no schema knows pass: see {@link unknownMembersOf}. */
export function complaintAbout(manifest: Manifest): string | undefined {
  const { model } = modelOf(manifest);
  try {
    new (model as new (data: unknown) => { validate(): void })(manifest).validate();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * The compiler's complaints about members that the types, made of the same schemas, don't have. Kubernetes' schemas allow any,
 * so that a misspelt one would be ignored.
 */
export async function unknownMembersOf(manifests: Manifest[]): Promise<string[]> {
  // Inside this package, so that the imports are found.
  const folder = mkdtempSync(join(root, 'test/node_modules/.kubernetes-'));
  try {
    const lines = manifests.map((manifest, index) => {
      const { from } = modelOf(manifest);
      const { kind } = manifest;
      return `import type { I${kind} as T${index} } from '${from}';\n(${JSON.stringify(manifest)}) satisfies T${index};`;
    });
    writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'));
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext'];
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout } = await execa(tsc, [...options, join(folder, 'manifests.ts')], { reject: false });
    return stdout.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
