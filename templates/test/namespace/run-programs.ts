// What do the real helm and kustomize make of our templates?
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { resolveTool } from '@fairway/adapters';
import { execa } from 'execa';

/** Directory `templates` of this repository. */
export const templates: string = join(import.meta.dirname, '..', '..');

const home = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-namespace-')));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

/** What a program printed. `stderr` is empty where it succeeded in silence. */
export interface Printed {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const found = new Map<string, Promise<string>>();
/** Path of a pinned program; looked for once. */
const pathOf = (name: string): Promise<string> => {
  const known = found.get(name) ?? resolveTool(name, { environment: process.env }).then(({ path }) => path);
  found.set(name, known);
  return known;
};

const run = async (name: string, args: readonly string[]): Promise<Printed> => {
  const path = await pathOf(name);
  const env = { HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  const { failed, stdout, stderr } = await execa(path, args, { env, extendEnv: false, reject: false, timeout: 60_000, maxBuffer: 1 << 26 });
  return { failed, stdout, stderr };
};

let count = 0;
const newDirectory = (): string => {
  count += 1;
  const directory = join(home, `case-${count}`);
  mkdirSync(directory);
  return directory;
};

const write = (directory: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
};

/** `helm template` of one of our charts. Values are JSON, which is YAML; later ones win. */
export const helmTemplate = (chart: string, values: readonly unknown[], program = 'helm4'): Promise<Printed> => {
  const directory = newDirectory();
  write(directory, Object.fromEntries(values.map((one, at) => [`${at}.yaml`, JSON.stringify(one)])));
  const files = values.flatMap((_, at) => ['--values', join(directory, `${at}.yaml`)]);
  return run(program, [
    'template',
    'walls',
    join(templates, 'helm', chart),
    '--kube-version',
    '1.36.0',
    '--namespace',
    'elsewhere',
    ...files,
  ]);
};

/** `kustomize build` of `overlay/` among inline files. `$NEXT` in a file stands for the way to `templates/kustomize/next`. */
export const kustomizeBuild = (files: Readonly<Record<string, string>>): Promise<Printed> => {
  const directory = newDirectory();
  const next = join(templates, 'kustomize', 'next');
  const entries = Object.entries(files).map(([path, text]): readonly [string, string] => [
    path,
    text.replaceAll('$NEXT', relative(dirname(join(directory, path)), next)),
  ]);
  write(directory, Object.fromEntries(entries));
  return run('kustomize', ['build', join(directory, 'overlay')]);
};
