import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '@order-countdown/local-services/programs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { root } from '../support/documents.ts';
import { complaintAbout } from '../support/kubernetes-schema.ts';
import type { Manifest } from '../support/kustomize.ts';

/** What Kustomize, which is part of kubectl, makes of deploy/kubernetes. */

const home = join(root, 'deploy/kubernetes');
const kubectl = findProgram('kubectl');
const overlays = readdirSync(join(home, 'overlays')).map((name) => `overlays/${name}`);

function built(folder: string): Manifest[] {
  const text = execFileSync(kubectl!, ['kustomize', join(home, folder)], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

describe.skipIf(!kubectl)('Kustomize', () => {
  test.each([...overlays, 'migration'])('builds %s, and all of it fits its schema', (folder) => {
    const manifests = built(folder).filter(({ kind }) => kind !== 'ConfigMap');
    expect(manifests.length).toBeGreaterThan(0);
    expect(manifests.flatMap((manifest) => complaintAbout(manifest) ?? [])).toEqual([]);
    const images = manifests.flatMap(({ spec }) => spec.template?.spec.containers ?? []);
    for (const { image } of images) expect(image).toMatch(/^registry\.example\/order-countdown:/);
    expect(images.length).toBe(folder === 'migration' ? 1 : 2);
  });

  test('puts settings, labels and patches where they belong', () => {
    const manifests = built('overlays/production');
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    const settings = manifests.find(({ kind }) => kind === 'ConfigMap')!;
    for (const { metadata, spec } of deployments) {
      const { name } = metadata;
      expect(spec.replicas, name).toBeUndefined();
      expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': name });
      expect(spec.template.metadata.labels).toEqual({
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/part-of': 'order-countdown',
      });
      expect(spec.template.spec.containers[0].envFrom[0].configMapRef.name).toBe(settings.metadata.name);
    }
    expect(settings.metadata.name).toMatch(/^order-countdown-settings-\w+$/);
  });
});
