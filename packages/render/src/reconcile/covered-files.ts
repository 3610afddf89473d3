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

/** Only directories without a kustomization: one that has it names its files, and those are told apart already. */
export const coveredFiles = (written: readonly WrittenObject[], files: RepositoryFiles): ReadonlySet<string> => {
  const covered = new Set<string>();
  const candidates = [...new Set(written.map(({ at }) => at.file))];
  for (const { object, at } of written) {
    for (const directory of directoriesOf(object)) {
      const below = directory === '' ? '' : `${directory}/`;
      if ([...KUSTOMIZATIONS, 'Chart.yaml'].some((name) => files.isFile(`${below}${name}`))) continue;
      for (const file of candidates) if (file !== at.file && file.startsWith(below)) covered.add(file);
    }
  }
  return covered;
};
