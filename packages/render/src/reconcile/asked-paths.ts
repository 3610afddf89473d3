// Which paths do the objects of the tree ask of each address, as far as files say?
import { isRecord } from '@fairway/manifests';
import { plainAddress } from './self-repository.ts';
import type { WrittenObject } from './written-objects.ts';

type Spec = Readonly<Record<string, unknown>>;

const textAt = (value: unknown, ...keys: readonly string[]): string | undefined => {
  const found = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
  return typeof found === 'string' ? found : undefined;
};

const addresses = (written: readonly WrittenObject[]): ReadonlyMap<string, string> =>
  new Map(
    written.flatMap(({ object }) => {
      const url = textAt(object.spec, 'url');
      return url === undefined ? [] : [[`${object.kind} ${object.metadata.name}`, url] as const];
    }),
  );

const fluxPath = (kind: string, spec: Spec): { readonly source: string; readonly path: string } | undefined => {
  const [ref, path] =
    kind === 'HelmRelease'
      ? [isRecord(spec.chart) && isRecord(spec.chart.spec) ? spec.chart.spec.sourceRef : undefined, textAt(spec, 'chart', 'spec', 'chart')]
      : [spec.sourceRef, textAt(spec, 'path')];
  const [refKind, name] = [textAt(ref, 'kind'), textAt(ref, 'name')];
  return refKind === undefined || name === undefined || path === undefined ? undefined : { source: `${refKind} ${name}`, path };
};

const argoPaths = ({ source, sources, template }: Spec): readonly (readonly [string, string])[] => {
  const all = [source, ...(Array.isArray(sources) ? sources : [])];
  const own = all.flatMap((one) => {
    const [url, path, chart] = [textAt(one, 'repoURL'), textAt(one, 'path'), textAt(one, 'chart')];
    return url === undefined || path === undefined || chart !== undefined ? [] : [[url, path] as const];
  });
  return [...own, ...(isRecord(template) && isRecord(template.spec) ? argoPaths(template.spec) : [])];
};

/** Address → paths, without those that hold a variable or say no more than the root. */
export const askedPaths = (written: readonly WrittenObject[]): ReadonlyMap<string, readonly string[]> => {
  const urls = addresses(written);
  const pairs = written.flatMap(({ object: { kind, spec } }): readonly (readonly [string, string])[] => {
    if (!isRecord(spec)) return [];
    if (kind === 'Application' || kind === 'ApplicationSet') return argoPaths(spec);
    const asked = fluxPath(kind, spec);
    const url = asked === undefined ? undefined : urls.get(asked.source);
    return asked === undefined || url === undefined ? [] : [[url, asked.path]];
  });
  const plain = pairs
    .map(([url, path]) => [plainAddress(url), path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')] as const)
    .filter(([, path]) => path !== '' && path !== '.' && !/[${}]/.test(path));
  return new Map([...Map.groupBy(plain, ([address]) => address)].map(([address, all]) => [address, all.map(([, path]) => path)]));
};
