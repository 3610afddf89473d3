// How does a test see what the real kustomize and helm make of a few inline files?
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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

/** Paths of the programs; the caller has them resolved. */
export interface RealPrograms {
  readonly kustomize: string;
  readonly helm: string;
}

const run = (program: string, args: readonly string[], directory: string): Printed => {
  const home = join(directory, '.home');
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: directory, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  return { exitCode: status, stdout, stderr };
};

const write = (directory: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
};

/** Inline files for real programs to read. */
export const realFiles = (files: Readonly<Record<string, string>>, programs: RealPrograms): RealFiles => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-real-')));
  write(directory, files);
  return {
    directory,
    kustomize: (path, ...args) => run(programs.kustomize, ['build', ...args, path], directory),
    helm: (chart, ...args) => run(programs.helm, ['template', 'release', chart, ...args], directory),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};
