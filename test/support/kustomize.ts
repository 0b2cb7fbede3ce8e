import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { read } from './documents.ts';

/**
 * What is in a folder of deploy/kubernetes, with all bases and components. No package has Kustomize itself, so this reads the
 * lists of files alone: patches, labels and names stay as they are written.
 */

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: ReturnType<typeof JSON.parse>;
}

export interface Kustomization {
  kind: 'Kustomization' | 'Component';
  resources?: string[];
  components?: string[];
  patches?: { target: { kind: string; name: string }; patch: string }[];
  images?: { name: string; newName: string; newTag: string }[];
  configMapGenerator?: { name: string; envs: string[] }[];
}

const home = 'deploy/kubernetes';

/** @param folder below deploy/kubernetes */
export const kustomization = (folder: string): Kustomization =>
  parse(read(join(home, folder, 'kustomization.yaml'))) as Kustomization;

/** @throws Error if a file or a folder that it names does not exist */
export function manifestsIn(folder: string): Manifest[] {
  const { resources = [], components = [] } = kustomization(folder);
  return [...resources, ...components].flatMap((path) => {
    const inside = join(folder, path);
    return path.endsWith('.yaml') ? manifestsOf(inside) : manifestsIn(inside);
  });
}

function manifestsOf(file: string): Manifest[] {
  const documents = parseAllDocuments(read(join(home, file)));
  return documents.map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** The variables of a file of settings or secrets, in order, with their values. */
export function variablesOf(file: string): Map<string, string> {
  const lines = read(join(home, file)).split('\n');
  const entries = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('=', 2));
  return new Map(entries.map(([name = '', value = '']) => [name, value]));
}

/** Whether a file that a manifest's container runs exists. */
export const hasFile = (path: string) => existsSync(join(dirname(import.meta.dirname), '..', path));
