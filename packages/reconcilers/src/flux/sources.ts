// Where does a Flux source object fetch from?
import type { SourceRequest } from '@fairway/contracts';
import type { ObjectKey, SightedObject } from '../model.ts';
import { type FluxReading, namespaceOf, problemOf, readFluxObject } from './flux-object.ts';
import { Bucket, Git, HelmChart, HelmRepository, Oci, SOURCE_VERSIONS } from './sources-schema.ts';

/** API group of all sources. */
export const SOURCE_GROUP = 'source.toolkit.fluxcd.io';

/** Another repository whose files are copied into a GitRepository. Paths are as written; '' is the root. */
export interface IncludedRepository {
  readonly name: string;
  readonly fromPath: string;
  readonly toPath: string;
}

export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
  /** As fairway.lock writes it: `branch=main`. Flux takes `master` where nothing is said. */
  readonly reference: string;
  /** Patterns as in .gitignore, behind those of .sourceignore files. With any, the default ones for pictures, archives and CI fall away. */
  readonly ignore?: string;
  readonly include: readonly IncludedRepository[];
  /** Only these directories are there; empty: all. */
  readonly sparse: readonly string[];
}
export interface OciSource {
  readonly kind: 'oci';
  readonly url: string;
  /** As fairway.lock writes it; '' for the tag `latest`. */
  readonly reference: string;
  readonly ignore?: string;
  readonly layerSelector?: { readonly mediaType?: string; readonly operation: 'extract' | 'copy' };
  /** Only tags that match count for a `semver=` reference. */
  readonly semverFilter?: string;
}
export interface HelmRepositorySource {
  readonly kind: 'helm-repository';
  readonly url: string;
  readonly type: 'default' | 'oci';
}
export interface BucketSource {
  readonly kind: 'bucket';
  /** endpoint/bucket/prefix, for people and to be recognised by. */
  readonly url: string;
  readonly ignore?: string;
}
export interface HelmChartSource {
  readonly kind: 'helm-chart';
  /** Name in a HelmRepository, else a path in the source. */
  readonly chart: string;
  /** SemVer range; `*` where nothing is said. */
  readonly version: string;
  readonly sourceRef: ObjectKey;
  readonly valuesFiles: readonly string[];
  readonly ignoreMissingValuesFiles: boolean;
  readonly reconcileStrategy: 'ChartVersion' | 'Revision';
}
/** Made in the cluster by another controller: nothing says from outside what is in it. */
export interface ExternalSource {
  readonly kind: 'external';
}
export type FluxSource = GitSource | OciSource | HelmRepositorySource | BucketSource | HelmChartSource | ExternalSource;

/** The fields in the order in which Flux looks at them; the first that is set decides. */
function referenceText(ref: Readonly<Record<string, string | undefined>> | undefined, order: readonly string[]): string {
  for (const field of order) {
    const value = ref?.[field];
    if (value !== undefined && value !== '') return `${field}=${value}`;
  }
  return '';
}

/** The key, when there is a value: an absent field is not the same as an undefined one. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  const entry: { [key in K]?: V } = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}

function map<T, R>(reading: FluxReading<T>, change: (value: T) => R): FluxReading<R> {
  return reading.ok ? { ok: true, value: change(reading.value) } : reading;
}

function readGit(sighted: SightedObject): FluxReading<GitSource> {
  return map(readFluxObject(sighted, { schema: Git, versions: SOURCE_VERSIONS }), ({ spec }) => ({
    kind: 'git',
    url: spec.url,
    reference: referenceText(spec.ref, ['commit', 'name', 'tag', 'semver', 'branch']) || 'branch=master',
    ...given('ignore', spec.ignore),
    include: (spec.include ?? []).map(({ repository: { name }, fromPath = '', toPath = '' }) => ({
      name,
      fromPath,
      toPath: toPath === '' ? name : toPath,
    })),
    sparse: spec.sparseCheckout ?? [],
  }));
}

function readOci(sighted: SightedObject): FluxReading<OciSource> {
  return map(readFluxObject(sighted, { schema: Oci, versions: SOURCE_VERSIONS }), ({ spec }) => {
    const { layerSelector: layer } = spec;
    return {
      kind: 'oci',
      url: spec.url,
      reference: referenceText(spec.ref, ['digest', 'semver', 'tag']),
      ...given('ignore', spec.ignore),
      ...given('layerSelector', layer && { ...given('mediaType', layer.mediaType), operation: layer.operation ?? 'extract' }),
      ...given('semverFilter', spec.ref?.semverFilter),
    };
  });
}

function readChart(sighted: SightedObject): FluxReading<HelmChartSource> {
  return map(readFluxObject(sighted, { schema: HelmChart, versions: SOURCE_VERSIONS }), ({ spec }) => ({
    kind: 'helm-chart',
    chart: spec.chart,
    version: spec.version === undefined || spec.version === '' ? '*' : spec.version,
    sourceRef: { group: SOURCE_GROUP, kind: spec.sourceRef.kind, namespace: namespaceOf(sighted), name: spec.sourceRef.name },
    valuesFiles: spec.valuesFiles ?? (spec.valuesFile === undefined ? [] : [spec.valuesFile]),
    ignoreMissingValuesFiles: spec.ignoreMissingValuesFiles ?? false,
    reconcileStrategy: spec.reconcileStrategy ?? 'ChartVersion',
  }));
}

/** Reads any source object, the versions v1, v1beta2 and v1beta1. All wrong fields are told. */
export function readSource(sighted: SightedObject): FluxReading<FluxSource> {
  switch (sighted.object.kind) {
    case 'GitRepository':
      return readGit(sighted);
    case 'OCIRepository':
      return readOci(sighted);
    case 'HelmChart':
      return readChart(sighted);
    case 'HelmRepository':
      return map(readFluxObject(sighted, { schema: HelmRepository, versions: SOURCE_VERSIONS }), ({ spec: { url, type } }) => ({
        kind: 'helm-repository',
        url,
        type: type ?? 'default',
      }));
    case 'Bucket':
      return map(
        readFluxObject(sighted, { schema: Bucket, versions: SOURCE_VERSIONS }),
        ({ spec: { endpoint, bucketName, prefix = '', ignore } }) => ({
          kind: 'bucket',
          url: [endpoint, bucketName, prefix].filter((part) => part !== '').join('/'),
          ...given('ignore', ignore),
        }),
      );
    case 'ExternalArtifact':
      return { ok: true, value: { kind: 'external' } };
    default: {
      const hint = 'known kinds: GitRepository, OCIRepository, HelmRepository, HelmChart, Bucket, ExternalArtifact';
      return { ok: false, problems: [problemOf(sighted, 'this kind is no source', { hint })] };
    }
  }
}

/** What to ask `World.source` for, where the source is a tree of files. */
export function requestOf({ kind, url, reference }: GitSource | OciSource): SourceRequest {
  return { kind, url, reference };
}
