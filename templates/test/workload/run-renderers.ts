// What do the real helm and kustomize make of the templates?
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { resolveTool } from '@fairway/adapters';
import { type ManifestObject, parseManifests } from '@fairway/manifests';

export const TEMPLATES = resolve(import.meta.dirname, '../..');
export const chartPath = (chart: string): string => join(TEMPLATES, 'helm', chart);

/** The charts of this half that render. */
export const CHARTS = ['lks-app', 'lks-stateful', 'lks-job', 'lks-observability', 'lks-backup'] as const;

/** Path of a pinned program; it is installed where it is missing. */
export const pathOf = async (name: string): Promise<string> => (await resolveTool(name, { environment: process.env })).path;

export interface Programs {
  readonly helm4: string;
  readonly helm3: string;
  readonly kustomize: string;
}

/** The pinned programs; what is missing is installed. */
export const programs = async (): Promise<Programs> => {
  const [helm4, helm3, kustomize] = await Promise.all([pathOf('helm4'), pathOf('helm3'), pathOf('kustomize')]);
  return { helm4, helm3, kustomize };
};

/** What a program printed. `failure`: what it said when it failed; '' otherwise. */
export interface Printed {
  readonly text: string;
  readonly failure: string;
}

const start = promisify(execFile);

/** Runs a program in a home of its own: no plugin, no repository and no configuration of this machine is seen. */
export const runProgram = async (program: string, args: readonly string[], home: string): Promise<Printed> => {
  const env = { HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  try {
    const { stdout } = await start(program, [...args], { env, cwd: home, encoding: 'utf8', maxBuffer: 1 << 26, timeout: 60_000 });
    return { text: stdout, failure: '' };
  } catch (error) {
    if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') return { text: '', failure: error.stderr };
    throw error;
  }
};

/** Objects of a text; throws where a document cannot be read. */
export const objectsOf = (text: string): readonly ManifestObject[] => {
  const { objects, problems } = parseManifests(text);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`);
  return objects;
};

/** A temporary directory with a copy of the templates, so that overlays can stand beside them; removed when disposed. */
export interface Workshop extends Disposable {
  readonly directory: string;
  /** Absolute path of a new file. */
  readonly write: (path: string, text: string) => string;
}

export const workshop = (): Workshop => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-templates-')));
  for (const part of ['helm', 'kustomize']) cpSync(join(TEMPLATES, part), join(directory, 'templates', part), { recursive: true });
  return {
    directory,
    write: (path, text) => {
      const file = join(directory, path);
      mkdirSync(resolve(file, '..'), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};

export interface Release {
  readonly chart: string;
  readonly name: string;
  readonly namespace: string;
  readonly valueFiles: readonly string[];
}

/** `helm template` of a release. Tests are hooks, too, and come along. */
export const helmTemplate = (helm: string, { chart, name, namespace, valueFiles }: Release, home: string): Promise<Printed> =>
  runProgram(
    helm,
    ['template', name, chart, '--namespace', namespace, '--kube-version', '1.36', ...valueFiles.flatMap((file) => ['--values', file])],
    home,
  );
