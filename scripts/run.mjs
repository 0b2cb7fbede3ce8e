// npm start, npm test, npm run build, test:image, screenshots, bench, chaos and sbom, on a machine that has only Node >= 18 and npm. Plain JavaScript without
// dependencies, because an old Node runs it before anything is installed. Everything else runs on the pinned
// Node.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { isBuilt } from './build.mjs';
import { binFolder, ensureInstalled, onWindows, pinnedNode, pnpm, pnpmEnv, root } from './install.mjs';

const [task, ...args] = process.argv.slice(2);

const env = {
  ...process.env,
  ...pnpmEnv,
  PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}`,
  // Node keeps what it has compiled, so processes start in two thirds of the time.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/node'),
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
};

/** Runs the tests of some projects: see vitest.config.ts. */
const vitest = (...projects) =>
  run(join(binFolder, 'vitest'), ['run', ...projects.flatMap((name) => ['--project', name]), ...args]);

/** Answers questions about performance: see bench/README.md. */
const bench = (...benchArgs) => run(pinnedNode, [join(root, 'bench/main.ts'), ...benchArgs]);

/** pnpm's arguments for a software bill of materials of apps, on standard output. */
const sbomOf = (...apps) => [
  ...apps.map((app) => `--filter=@order-countdown/${app}...`),
  'sbom',
  '--prod',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
];

/** Makes the pages, if their sources have changed since. */
async function ensureBuilt() {
  if (!isBuilt() && (await build()) !== 0) throw new Error('The pages could not be built.');
}

// Whatever NODE_ENV the tests or a shop's machine have: with another one, Vite bundles Lit's development build.
const build = () =>
  run(
    ...pnpm('--silent', '--filter=@order-countdown/client', '--filter=@order-countdown/web', 'run', 'build'),
    {
      NODE_ENV: 'production',
    },
  );

const tasks = {
  build,
  async start() {
    await ensureBuilt();
    return run(pinnedNode, [join(root, 'packages/local-services/src/start/main.ts')]);
  },
  async test() {
    await ensureBuilt();
    // With pnpm, because turbo needs pnpm in PATH, and npx puts it there.
    const checked = await run(...pnpm('--silent', 'run', 'check'));
    if (checked !== 0) {
      console.error('\nnpm test: the checks failed (format, lint, types, unused code), so no tests ran.');
      return checked;
    }
    const tested = await vitest('unit', 'integration', 'browser');
    // Whoever asks for some tests wants an answer about those.
    return tested === 0 && args.length === 0 ? bench('--quick') : tested;
  },
  async 'test:long'() {
    await ensureBuilt();
    return vitest('long');
  },
  async 'test:image'() {
    // It says why, where images can't be built.
    const prepared = await run(pinnedNode, [join(root, 'test/image/machine.ts')]);
    return prepared === 0 ? vitest('image') : 0;
  },
  async screenshots() {
    await ensureBuilt();
    return run(pinnedNode, [join(root, 'test/screenshots/main.ts')]);
  },
  bench: () => bench(...args),
  chaos: () => run(pinnedNode, [join(root, 'chaos/src/main.ts'), ...args]),
  // What the image contains: the two apps and all that they depend on.
  sbom: () => run(...pnpm('--silent', ...sbomOf('api', 'worker'), ...args)),
};

/** Runs a program, forwards signals to it, and resolves with its exit code. */
function run(command, commandArgs, extraEnv = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, { cwd: root, env: { ...env, ...extraEnv }, stdio: 'inherit' });
    // On Windows, Ctrl-C reaches all programs of a console, and to send a signal is to kill.
    const forward = (signal) => onWindows || child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const stopWatching = whenOrphaned(() => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      stopWatching();
      if (signal) process.kill(process.pid, signal);
      else resolve(code);
    });
  });
}

/**
 * Calls `action` when the npm that runs us is gone. A SIGTERM to npm ends the shell between npm and us, which
 * does not forward it. The only visible effect is that our parent changes.
 *
 * @returns a function that stops watching.
 */
function whenOrphaned(action) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, 200);
  return () => clearInterval(timer);
}

if (Number.parseInt(process.versions.node, 10) < 18) {
  console.error(`Node 18 or newer is required; this is ${process.version}.`);
  process.exit(1);
}
if (!Object.hasOwn(tasks, task ?? '')) {
  console.error(
    'usage: node scripts/run.mjs start | build | screenshots | test | test:image | test:long [arguments for vitest] | bench [its arguments] | chaos [its arguments] | sbom [arguments for pnpm]',
  );
  process.exit(2);
}
try {
  await ensureInstalled();
  process.exitCode = await tasks[task]();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
