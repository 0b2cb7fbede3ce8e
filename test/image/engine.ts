import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { root } from '../support/documents.ts';
import { freshCgroup } from './machine.ts';

/** Builds images and runs containers, in a store of its own. */
export interface Engine {
  /** Makes an image of a folder. */
  imageOf(folder: string, name: string): Promise<void>;
  /** Builds the Dockerfile of this repository. */
  build(name: string): Promise<void>;
  /** The words that run podman with this command, for a process of the caller's own. */
  podman(...args: string[]): string[];
  /** @returns what podman printed @throws Error with all that it printed, if it fails */
  ask(...args: string[]): Promise<string>;
  /** The same beside a running container, whose file system only its own podman sees. @param pid of that podman */
  askBeside(pid: number, ...args: string[]): Promise<string>;
  close(): void;
}

export function openEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'order-countdown-images-'));
  const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')];

  // `exec`, so that a signal reaches podman itself, which passes it on to the container.
  const script = `${freshCgroup}; exec podman "$@"`;
  const podman = (...args: string[]) => ['unshare', '-m', 'sh', '-c', script, 'sh', ...store, ...args];
  const buildah = async (...args: string[]) => (await execa('buildah', [...store, ...args])).stdout.trim();

  return {
    podman,
    async imageOf(from, name) {
      const container = await buildah('from', 'scratch');
      await buildah('add', '--quiet', container, from, '/');
      await buildah('commit', '--quiet', '--rm', container, name);
    },
    async build(name) {
      const isolation = ['--isolation', 'chroot', '--network', 'host', '--pull-never'];
      // OCI's own format has no HEALTHCHECK.
      await buildah(
        'bud',
        ...isolation,
        '--format',
        'docker',
        ...(await npmMounts(folder)),
        '--tag',
        name,
        root,
      );
    },
    async ask(...args) {
      const [command = '', ...rest] = podman(...args);
      return (await execa(command, rest)).stdout;
    },
    async askBeside(pid, ...args) {
      const words = ['--target', String(pid), '--mount', 'podman', ...store, ...args];
      return (await execa('nsenter', words)).stdout;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a build needs of npm's settings, besides the user's file, to reach the registry that this machine reaches. */
const ofTheRegistry = ['registry', 'cafile', 'proxy', 'https-proxy', 'noproxy'];

/**
 * The machine's settings of npm and its certificates, mounted where the npm inside looks for them. They become part of no layer.
 *
 * @param folder for a file that lives as long as the engine
 */
async function npmMounts(folder: string): Promise<string[]> {
  const { stdout } = await execa('npm', ['config', 'list', '--json']);
  const settings = JSON.parse(stdout) as Record<string, unknown>;
  // Of npm on another Node, the global settings are elsewhere, and the certificates may be in Node's own variable alone.
  settings['cafile'] ??= process.env['NODE_EXTRA_CA_CERTS'];
  const lines = ofTheRegistry
    .filter((key) => settings[key])
    .map((key) => `${key}=${String(settings[key])}\n`);
  const userconfig = settings['userconfig'];
  const ofTheUser =
    typeof userconfig === 'string' && existsSync(userconfig) ? readFileSync(userconfig, 'utf8') : '';
  const global = join(folder, 'npmrc');
  // It may hold tokens.
  writeFileSync(global, `${ofTheUser}\n${lines.join('')}`, { mode: 0o600 });
  const cafile = settings['cafile'];
  const mounts = [
    [global, '/usr/local/etc/npmrc'],
    [cafile, cafile],
  ].filter(([from]) => typeof from === 'string' && existsSync(from));
  return mounts.flatMap(([from, to]) => ['--volume', `${String(from)}:${String(to)}:ro`]);
}
