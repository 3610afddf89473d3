// Which root command does what? Runs on Node 24; `enter.mjs` has installed the dependencies.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCliBundle } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...args] = process.argv.slice(2);

const call = (command, commandArgs, extraEnv = {}) => {
  const done = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', env: { ...process.env, ...extraEnv } });
  if (done.error) throw done.error;
  return done.status ?? 1;
};
const node = (script, ...rest) => call(process.execPath, [join(root, script), ...rest]);
const bin = (name, ...rest) => call(join(root, 'node_modules', '.bin', name), rest);

/** Runs steps in order, all of them, and ends with the first code that is not 0. */
const all = (...steps) => steps.reduce((worst, step) => worst || step(), 0);

/** The CLI replaces this process's job: one import instead of one more process. */
const cli = async (cliArgs) => {
  const bundle = await ensureCliBundle(root);
  process.argv = [process.execPath, bundle, ...cliArgs];
  await import(bundle);
};

const OTHER_SETS = {
  fast: 'system (npm run test:system: needs Debian programs), corpus (npm run corpus: needs a folder of manifests)',
  system: 'fast (npm test), corpus (npm run corpus)',
  corpus: 'fast (npm test), system (npm run test:system)',
};

/** The pinned programs by the variables that hand them over, for tests that start them without the resolver. */
const programsByVariable = () => {
  const listed = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), 'cli', 'tools', 'list', '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  const variables = { kustomize: 'FAIRWAY_KUSTOMIZE', helm4: 'FAIRWAY_HELM', helm3: 'FAIRWAY_HELM3' };
  const found = JSON.parse(listed.stdout).flatMap(({ name, tool }) => (tool && variables[name] ? [[variables[name], tool.path]] : []));
  return Object.fromEntries(found);
};

const vitest = (set) => () => {
  const code = call(join(root, 'node_modules', '.bin', 'vitest'), ['run', ...args], {
    FAIRWAY_TEST_SET: set,
    ...(set === 'corpus' ? programsByVariable() : {}),
  });
  process.stderr.write(`not run here: ${OTHER_SETS[set]}\n`);
  return code;
};

const generators = [
  'generate-schemas',
  'generate-list-types',
  'generate-tools',
  'generate-report-client',
  'generate-docs',
  'copy-chart-libraries',
  'generate-chart-docs',
];
const generate = (...flags) => generators.map((name) => () => node(`scripts/${name}.mjs`, ...flags));

const installTools =
  (...names) =>
  () =>
    node('scripts/run.mjs', 'cli', 'tools', 'install', '--quiet', ...names);

/** What only system tests start: a forge's runner, a registry, a control plane and the reconcilers. */
const SYSTEM_TOOLS = [
  'act',
  'argocd',
  'crane',
  'etcd',
  'flux-helm-controller',
  'flux-kustomize-controller',
  'flux-source-controller',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
];

const tasks = {
  start: () => node('scripts/start.mjs', ...args),
  test: () => all(installTools(), vitest('fast')),
  'test:system': () => all(installTools(), installTools(...SYSTEM_TOOLS), vitest('system')),
  corpus: () => all(installTools(), vitest('corpus')),
  bench: () => all(installTools(), () => node('bench/run.ts', ...args)),
  generate: () => all(...generate(), () => node('scripts/bundle.mjs')),
  check: () =>
    all(
      () => bin('biome', 'ci', '--colors=off', '.'),
      () => bin('turbo', 'run', 'typecheck', '--continue', '--output-logs=errors-only'),
      () => bin('tsc', '--noEmit', '-p', 'bench'),
      () => bin('tsc', '--noEmit', '-p', 'templates'),
      ...generate('--check'),
      () => node('scripts/bundle.mjs', '--check'),
    ),
};

if (task === 'cli') await cli(args);
else if (Object.hasOwn(tasks, task ?? '')) process.exit(await tasks[task]());
else {
  process.stderr.write(`fairway: no task ${task}; there are ${Object.keys(tasks).join(', ')}\n`);
  process.exit(2);
}
