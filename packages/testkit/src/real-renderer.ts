// How does a test see what the real kustomize and helm make of a few inline files?
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a program printed, and how it ended. */
export interface Printed {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files in a temporary directory, removed when the test disposes it. */
export interface RealFiles extends Disposable {
  readonly directory: string;
  /** `kustomize build` of a directory. */
  kustomize(path: string, ...args: string[]): Printed;
  /** `helm template` of a chart directory, as release `release` in namespace `default`. */
  helm(chart: string, ...args: string[]): Printed;
}

/** The pinned program: the test command says where it is; a program of the same name on the PATH otherwise. */
const program = (name: 'kustomize' | 'helm'): string => process.env[`FAIRWAY_${name.toUpperCase()}`] ?? name;

const run = (name: 'kustomize' | 'helm', args: readonly string[], directory: string): Printed => {
  const home = join(directory, '.home');
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  const { status, stdout, stderr, error } = spawnSync(program(name), args, { cwd: directory, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw new Error(`${name} did not start (${error.message}); set FAIRWAY_${name.toUpperCase()} to its path`);
  return { exitCode: status, stdout, stderr };
};

const write = (directory: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
};

/** Inline files, optionally over a copy of an existing directory, for real programs to read. */
export const realFiles = (files: Readonly<Record<string, string>>, copyOf?: string): RealFiles => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-real-')));
  if (copyOf !== undefined) cpSync(copyOf, directory, { recursive: true });
  write(directory, files);
  return {
    directory,
    kustomize: (path, ...args) => run('kustomize', ['build', ...args, path], directory),
    helm: (chart, ...args) => run('helm', ['template', 'release', chart, ...args], directory),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};
