// Is fairway fast, beside the plain programs in the same run? Writes bench/RESULTS.md. Usage: npm run bench -- [--overlays 100,1000] [--helm 100] [--runs 3]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FLATE_VERSION, flateProgram } from './flate.ts';
import { generateFluxRepository } from './generate-flux-repository.ts';
import { commitAll, type Generated, generateRepository } from './generate-repository.ts';
import { type Measured, measure, median } from './measure.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: flags } = parseArgs({
  options: {
    overlays: { type: 'string', default: '100,1000' },
    helm: { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    flux: { type: 'string', default: '1000,200' },
  },
});
const runs = Number(flags.runs);
const cores = availableParallelism();
const TUNED = { GOGC: '800', GOMEMLIMIT: '2GiB' };
const work = mkdtempSync(join(tmpdir(), 'fairway-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

interface Row {
  readonly what: string;
  readonly ours: readonly Measured[];
  readonly rival: readonly number[];
  readonly tuned: readonly number[];
  readonly note: string;
}
const rows: Row[] = [];
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const listed: readonly { name: string; tool?: { path: string } }[] = JSON.parse(
  execFileSync(join(root, 'fairway'), ['tools', 'list', '--json'], { encoding: 'utf8' }),
);
const toolPaths = Object.fromEntries(listed.map(({ name, tool }) => [name, tool?.path]));
const kustomize = toolPaths['kustomize'] ?? 'kustomize';
const helm = toolPaths['helm4'] ?? 'helm';

const ours = (repository: string, cache: string, args: readonly string[]): Measured => {
  const reports = join(work, 'reports');
  return measure({
    program: join(root, 'fairway'),
    args: ['-C', repository, 'render', '--no-verify-determinism', '--report-dir', reports, ...args],
    cwd: root,
    env: { FAIRWAY_RENDER_CACHE_DIR: cache, CI: '' },
    codes: [0, 1],
    timingsFrom: reports,
  });
};

const xargs = (cwd: string, items: readonly string[], command: readonly string[], env: Readonly<Record<string, string>> = {}): number =>
  measure({ program: 'xargs', args: ['-P', String(cores), '-n', '1', ...command], cwd, env, input: items.join('\n') }).seconds;

const freshCache = (): string => mkdtempSync(join(work, 'cache-'));

/** Runs ours and the rivals in turn, so that noise hits all of them. */
const compare = (what: string, note: string, one: () => Measured, rival: () => number, tuned?: () => number): void => {
  const row = { what, note, ours: [] as Measured[], rival: [] as number[], tuned: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    row.rival.push(rival());
    row.ours.push(one());
    if (tuned !== undefined) row.tuned.push(tuned());
    say(
      `${what}: ours ${row.ours.at(-1)?.seconds.toFixed(2)} s, rival ${row.rival.at(-1)?.toFixed(2)} s${tuned ? `, rival tuned ${row.tuned.at(-1)?.toFixed(2)} s` : ''}`,
    );
  }
  rows.push(row);
};

const edit = (repository: Generated, path: string, change: (text: string) => string): void => {
  const file = join(repository.directory, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  commitAll(repository.directory, `edit ${path}`);
};

const measureOverlays = (count: number): void => {
  const repository = generateRepository(mkdtempSync(join(work, `overlays-${count}-`)), count, 0);
  const plain = (): number => xargs(repository.directory, repository.overlays, [kustomize, 'build']);
  const tuned = (): number => xargs(repository.directory, repository.overlays, [kustomize, 'build'], TUNED);
  compare(`(a) ${count} overlays, cold`, 'empty cache', () => ours(repository.directory, freshCache(), []), plain, tuned);
  const coldRival = median(rows.at(-1)?.rival ?? []);
  const warm = freshCache();
  ours(repository.directory, warm, []);
  compare(
    `(b) ${count}, nothing changed`,
    'cache of the base; rival as in (a)',
    () => ours(repository.directory, warm, ['--base', 'HEAD']),
    () => coldRival,
  );
  const snapshot = (): string => {
    const copy = freshCache();
    cpSync(warm, copy, { recursive: true });
    return copy;
  };
  edit(repository, `${repository.overlays[7]}/patch.yaml`, (text) => text.replace(/replicas: \d+/, 'replicas: 9'));
  compare(
    `(c) ${count}, one overlay changed`,
    'base + head + diff, cache of the base; rival as in (a)',
    () => ours(repository.directory, snapshot(), ['--base', 'HEAD~1']),
    () => coldRival,
  );
  edit(repository, 'components/component-0/kustomization.yaml', (text) => text.replace('component: c0', 'component: c0-next'));
  const consumers = repository.overlays.filter((_, index) => index % 10 === 0);
  const after = snapshot();
  ours(repository.directory, after, ['--head', 'HEAD~1']);
  const forChange = (): string => {
    const copy = freshCache();
    cpSync(after, copy, { recursive: true });
    return copy;
  };
  compare(
    `(d) ${count}, one shared component changed`,
    `${repository.consumersOfComponent0} consumers, cache of the base; rival builds just the consumers, one side`,
    () => ours(repository.directory, forChange(), ['--base', 'HEAD~1']),
    () => xargs(repository.directory, consumers, [kustomize, 'build']),
    () => xargs(repository.directory, consumers, [kustomize, 'build'], TUNED),
  );
};

const measureHelm = (count: number): void => {
  const repository = generateRepository(mkdtempSync(join(work, 'helm-')), 0, count);
  const names = repository.helmApps.map(({ directory }) => directory);
  const script = '"$0" template "$(basename "$1")" charts/web -f "$1/values.yaml" --kube-version 1.36';
  const loop = (env = {}): number => xargs(repository.directory, names, ['sh', '-c', script, helm], env);
  compare(
    `(e) ${count} helm apps, cold`,
    'empty cache; rival: the same number of helm template, as many at a time',
    () => ours(repository.directory, freshCache(), []),
    () => loop(),
    () => loop(TUNED),
  );
};

/** A Flux repository beside flate, which renders in one process with the libraries of helm and kustomize. */
const measureFlux = (kustomizations: number, releases: number): void => {
  const flate = flateProgram();
  const repository = generateFluxRepository(mkdtempSync(join(work, 'flux-')), kustomizations, releases);
  const what = `${kustomizations} Flux Kustomizations, ${releases} HelmReleases`;
  const rival = (args: readonly string[], cache: string): number =>
    measure({
      program: flate,
      args: [...args, '--path', repository.cluster, '--cache-dir', cache, '--no-progress', '--kube-version', '1.36.0'],
      cwd: repository.directory,
      codes: [0, 1],
    }).seconds;
  const build = ['build', 'all'];
  compare(
    `(f) ${what}, cold`,
    'empty cache; rival: flate build all',
    () => ours(repository.directory, freshCache(), []),
    () => rival(build, freshCache()),
  );
  const [warm, rivalWarm] = [freshCache(), freshCache()];
  ours(repository.directory, warm, []);
  rival(build, rivalWarm);
  compare(
    `(g) ${what}, warm`,
    'cache of the same state; rival: flate build all with its cache',
    () => ours(repository.directory, warm, []),
    () => rival(build, rivalWarm),
  );
  edit({ ...repository, overlays: [], helmApps: [], consumersOfComponent0: 0 }, repository.oneFile, (text) =>
    text.replace(/replicas: \d+/, 'replicas: 9'),
  );
  const copyOf = (cache: string): string => {
    const copy = freshCache();
    cpSync(cache, copy, { recursive: true });
    return copy;
  };
  compare(
    `(h) ${what}, one file changed`,
    'base + head + diff, cache of the base; rival: flate diff all, warm and with the cache of the base',
    () => ours(repository.directory, copyOf(warm), ['--base', 'HEAD~1']),
    () => rival(['diff', 'all', '--base', 'HEAD~1'], copyOf(rivalWarm)),
  );
};

/** Every folder of the corpus: what fairway finds and can build there, against kustomize build over the same directories. */
const measureCorpus = (): void => {
  const corpus = process.env['FAIRWAY_CORPUS'] ?? join(root, '..', 'shared', 'corpus');
  if (!existsSync(corpus)) {
    say('no corpus here: set FAIRWAY_CORPUS');
    return;
  }
  const copy = mkdtempSync(join(work, 'corpus-'));
  for (const name of readdirSync(corpus))
    if (existsSync(join(corpus, name, 'SOURCE'))) cpSync(join(corpus, name), join(copy, name), { recursive: true });
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: copy });
  execFileSync('chmod', ['-R', 'u+w', copy]);
  commitAll(copy, 'corpus');
  const reports = join(work, 'corpus-report');
  measure({
    program: join(root, 'fairway'),
    args: ['-C', copy, 'render', '--report-dir', reports],
    cwd: root,
    env: { FAIRWAY_RENDER_CACHE_DIR: freshCache(), CI: '' },
    codes: [0, 1, 3],
  });
  const report: { apps: { renderer: string; status: string; root: string }[] } = JSON.parse(
    readFileSync(join(reports, 'report.json'), 'utf8'),
  );
  const built = report.apps
    .filter((app) => app.renderer === 'kustomize' && app.status !== 'failed' && app.status !== 'skipped')
    .map((app) => app.root);
  const one = (): Measured =>
    measure({
      program: join(root, 'fairway'),
      args: ['-C', copy, 'render', '--no-verify-determinism', '--report-dir', reports],
      cwd: root,
      env: { FAIRWAY_RENDER_CACHE_DIR: freshCache(), CI: '' },
      codes: [0, 1, 3],
      timingsFrom: reports,
    });
  compare(
    `corpus, ${built.length} overlays, cold`,
    'empty cache; includes discovery of the whole tree',
    one,
    () => xargs(copy, built, [kustomize, 'build']),
    () => xargs(copy, built, [kustomize, 'build'], TUNED),
  );
};

const number = (value: number, digits = 2): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));

const table = (): string => {
  const lines = rows.map((row) => {
    const own = median(row.ours.map((one) => one.seconds));
    const rival = median(row.rival);
    const peak = Math.max(...row.ours.map((one) => one.peakMiB ?? Number.NaN));
    const tuned = row.tuned.length === 0 ? '–' : number(median(row.tuned));
    return `| ${row.what} | ${number(own)} | ${number(rival)} | **${number(own / rival)}** | ${tuned} | ${number(peak, 0)} | ${row.note} |`;
  });
  return [
    '| case | ours, s | rival, s | ratio | rival with our settings, s | our peak RSS, MiB | state |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
};

const phases = (): string =>
  rows
    .map((row) => {
      const last = row.ours.at(-1)?.timings ?? {};
      return `- ${row.what}: ${Object.entries(last)
        .map(([name, value]) => `${name} ${Math.round(value)}`)
        .join(', ')}`;
    })
    .join('\n');

for (const count of flags.overlays
  .split(',')
  .map(Number)
  .filter((one) => one > 0))
  measureOverlays(count);
if (Number(flags.helm) > 0) measureHelm(Number(flags.helm));
const [fluxKustomizations = 0, fluxReleases = 0] = flags.flux.split(',').map(Number);
if (fluxKustomizations > 0) measureFlux(fluxKustomizations, fluxReleases);
measureCorpus();

const version = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n')[0] ?? '';
const text = `# Benchmark

Made by \`npm run bench -- --overlays ${flags.overlays} --helm ${flags.helm} --flux ${flags.flux} --runs ${flags.runs}\`. Medians of ${runs} runs, ours and rival in turn. Ratio = ours ÷ rival; ours is the whole command line, from
\`./fairway\` to the written reports (JSON, HTML, Markdown, SARIF, JUnit).

- ${cores} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}
- rival: \`xargs -P ${cores} -n 1 kustomize build\` with default settings and output thrown away; with our settings: \`${Object.entries(
  TUNED,
)
  .map(([k, v]) => `${k}=${v}`)
  .join(' ')}\`, which our children always get
- kustomize ${version(kustomize, 'version')}, helm ${version(helm, 'version', '--short')}
- flate v${FLATE_VERSION} in the cases with Flux objects: it is run as a program, beside ours
- our peak RSS is that of our own process, children apart

${table()}

Where our time went in the last run of each case (milliseconds, and counts):

${phases()}
`;
writeFileSync(join(root, 'bench', 'RESULTS.md'), text);
say(text);
