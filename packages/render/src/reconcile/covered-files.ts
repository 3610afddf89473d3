// Which files are surely rendered by an object of another file, so that nobody applies them by hand?
import { isRecord, type ManifestObject } from '@fairway/manifests';
import type { RepositoryFiles } from '@fairway/reconcilers';
import type { WrittenObject } from './written-objects.ts';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const plain = (path: unknown): string | undefined => {
  if (typeof path !== 'string' || /[${}]|\.\./.test(path)) return undefined;
  return path
    .replace(/^(\.?\/)+/, '')
    .replace(/^\.$/, '')
    .replace(/\/+$/, '');
};

/** Directories that an object takes whole: a Flux path, the directory of an Argo CD Application. */
const directoriesOf = ({ kind, spec }: ManifestObject): readonly string[] => {
  if (!isRecord(spec)) return [];
  const sources =
    kind === 'Application' ? [spec.source, ...(Array.isArray(spec.sources) ? spec.sources : [])] : kind === 'Kustomization' ? [spec] : [];
  return sources.flatMap((source) => {
    if (!isRecord(source) || source.chart !== undefined) return [];
    return plain(source.path ?? (kind === 'Kustomization' ? '' : undefined)) ?? [];
  });
};

/** The directory of a file and all above it, '' last. */
const directoriesAbove = (file: string): readonly string[] => {
  const parts = file.split('/').slice(0, -1);
  return [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join('/')).toReversed();
};

/** Only directories without a kustomization: one that has it names its files, and those are told apart already. */
export const coveredFiles = (written: readonly WrittenObject[], files: RepositoryFiles): ReadonlySet<string> => {
  const takers = new Map<string, Set<string>>();
  for (const { object, at } of written) {
    for (const directory of directoriesOf(object)) takers.set(directory, (takers.get(directory) ?? new Set()).add(at.file));
  }
  const takesAll = (directory: string): boolean => {
    const below = directory === '' ? '' : `${directory}/`;
    return ![...KUSTOMIZATIONS, 'Chart.yaml'].some((name) => files.isFile(`${below}${name}`));
  };
  const taken = new Map([...takers].filter(([directory]) => takesAll(directory)));
  // A file does not cover itself.
  const isCovered = (file: string): boolean =>
    directoriesAbove(file).some((directory) => {
      const by = taken.get(directory);
      return by !== undefined && (by.size > 1 || !by.has(file));
    });
  return new Set(written.map(({ at }) => at.file).filter(isCovered));
};
