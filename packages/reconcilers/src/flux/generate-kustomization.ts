// Which kustomization does Flux start from in a directory: the one that is there, or one that it generates?
import { isRecord, parseDocumentWithPositions, parseManifests } from '@fairway/manifests';
import type { SourceFiles } from './kustomization-files.ts';
import { joinPath } from './kustomization-files.ts';

/** In the order in which they are looked for. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export interface StartingPoint {
  /** Repository path of the file. */
  readonly file: string;
  readonly generated: boolean;
  readonly kustomization: Readonly<Record<string, unknown>>;
}

/** Why there is none. Line and column where they are known. */
export interface StartProblem {
  readonly message: string;
  readonly hint: string;
  readonly at: { readonly file: string; readonly line?: number; readonly column?: number };
}

export type Start = { readonly ok: true; readonly start: StartingPoint } | { readonly ok: false; readonly problem: StartProblem };

function fileIn(files: SourceFiles, directory: string): string | undefined {
  return NAMES.map((name) => joinPath(directory, name)).find(files.isFile);
}

/** Every YAML file counts, but a directory with a kustomization of its own counts as a whole, and nothing below it. */
function resourcesOf(files: SourceFiles, directory: string): readonly string[] {
  const prefix = directory === '' ? 0 : directory.length + 1;
  const known = new Map<string, boolean>();
  const isWhole = (parent: string): boolean => {
    const is = known.get(parent) ?? fileIn(files, joinPath(directory, parent)) !== undefined;
    known.set(parent, is);
    return is;
  };
  const whole = new Set<string>();
  const resources: string[] = [];
  for (const path of files.list(directory)) {
    const parts = path.slice(prefix).split('/');
    const parents = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
    if (parents.some((parent) => whole.has(parent))) continue;
    const own = parents.find(isWhole);
    if (own !== undefined) {
      whole.add(own);
      resources.push(own);
    } else if (/\.ya?ml$/.test(path)) resources.push(parts.join('/'));
  }
  return resources;
}

const HINT = 'Flux takes every YAML file of a directory without kustomization.yaml: add a kustomization.yaml, or move the file away';

/** Only a file that does not look like an object is read as a whole: kustomize reads all of them anyway. */
async function firstWrong(files: SourceFiles, paths: readonly string[]): Promise<StartProblem | undefined> {
  for (const path of paths) {
    const bytes = await files.read(path);
    if (bytes === undefined) continue;
    const text = new TextDecoder().decode(bytes);
    if (/^["'{ ]*kind["']?\s*:/m.test(text)) continue;
    const [problem] = parseManifests(text).problems;
    if (problem !== undefined) {
      const { message, line, column } = problem;
      return { message: `${path} is no Kubernetes object: ${message}`, hint: HINT, at: { file: path, line, column } };
    }
  }
  return undefined;
}

async function generate(files: SourceFiles, directory: string): Promise<Start> {
  const resources = resourcesOf(files, directory);
  const wrong = await firstWrong(
    files,
    resources
      .filter((path) => /\.ya?ml$/.test(path))
      .map((path) => joinPath(directory, path))
      .filter(files.isFile),
  );
  if (wrong !== undefined) return { ok: false, problem: wrong };
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  // kustomize refuses a kustomization that says nothing.
  const kustomization =
    resources.length === 0 ? { ...head, namespace: '_placeholder' } : { ...head, resources: resources.map((path) => `./${path}`) };
  return { ok: true, start: { file: joinPath(directory, 'kustomization.yaml'), generated: true, kustomization } };
}

async function readExisting(files: SourceFiles, file: string): Promise<Start> {
  const bytes = await files.read(file);
  const fail = (message: string, at = {}): Start => ({
    ok: false,
    problem: { message: `${file} cannot be read as a kustomization: ${message}`, hint: 'correct the file', at: { file, ...at } },
  });
  if (bytes === undefined) return fail('it is no file, or too large');
  const { value, problems } = parseDocumentWithPositions(new TextDecoder().decode(bytes));
  const [problem] = problems;
  if (problem !== undefined) return fail(problem.message, { line: problem.line, column: problem.column });
  if (value === null) return { ok: true, start: { file, generated: false, kustomization: {} } };
  if (!isRecord(value)) return fail('it must be a mapping', { line: 1, column: 1 });
  return { ok: true, start: { file, generated: false, kustomization: value } };
}

/** Reads or generates it, as fluxcd/pkg/kustomize does for an object without fields of its own. */
export async function startKustomization(files: SourceFiles, directory: string): Promise<Start> {
  const file = fileIn(files, directory);
  return file === undefined ? generate(files, directory) : readExisting(files, file);
}
