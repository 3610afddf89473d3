// Which world does a HelmRelease of a test stand in?
import { parseManifests } from '@fairway/manifests';
import { expandHelmRelease } from '../src/flux/helm-release.ts';
import type { DataLookup, ExpandedPart, Expansion, MountedSource, SightedObject, World } from '../src/model.ts';
import { memoryFiles } from './argo-world.ts';

/** Address of the repository that is looked at. */
export const SELF_URL = 'https://git.example.test/org/fleet.git';

export interface HelmWorld {
  readonly files?: Readonly<Record<string, string>>;
  /** Texts with objects that are known. */
  readonly objects?: string;
  /** By `ConfigMap apps/name`. */
  readonly data?: Readonly<Record<string, DataLookup>>;
  /** What is mounted, by what is asked for: `git URL REFERENCE`, `chart REPOSITORY CHART VERSION`, `oci URL REFERENCE`. */
  readonly sources?: Readonly<Record<string, Pick<MountedSource, 'root' | 'revision'>>>;
  /** Version of Flux. */
  readonly flux?: string;
}

const at = (file: string) => ({ file, line: 1, column: 1 });

export function helmWorld({ files = {}, objects = '', data = {}, sources = {}, flux }: HelmWorld): World {
  const known = parseManifests(objects).objects.map((object): SightedObject => ({ object, at: at('sources.yaml') }));
  return {
    environment: 'prod',
    reconciler: flux === undefined ? undefined : { kind: 'flux', version: flux },
    files: memoryFiles(files),
    find: ({ group, kind, namespace, name }) =>
      known.find(
        ({ object }) =>
          object.apiVersion.startsWith(`${group}/`) &&
          object.kind === kind &&
          object.metadata.namespace === namespace &&
          object.metadata.name === name,
      ),
    all: () => known,
    data: async (kind, namespace, name) => data[`${kind} ${namespace}/${name}`] ?? { kind: 'absent' },
    source: async (request) => {
      const asked =
        request.kind === 'chart'
          ? `chart ${request.repository} ${request.chart} ${request.version}`
          : `${request.kind} ${request.url} ${request.reference}`;
      const found = sources[asked];
      return found === undefined
        ? { ok: false, message: `${asked} is not in fairway.lock`, hint: 'run `fairway lock`' }
        : { ok: true, ...found };
    },
    isSelf: (url) => url === SELF_URL,
    clusters: [],
  };
}

export function configMap(data: Readonly<Record<string, string>>): DataLookup {
  return { kind: 'found', data, at: at('values.yaml'), secret: false };
}

export function secret(data: Readonly<Record<string, string>>): DataLookup {
  return { kind: 'found', data, at: at('secret.yaml'), secret: true };
}

/** A HelmRelease `apps/web` whose spec is `spec`, indented by two. */
export function helmRelease(
  spec: string,
  { name = 'web', version = 'v2' }: { readonly name?: string; readonly version?: string } = {},
): SightedObject {
  const text = `apiVersion: helm.toolkit.fluxcd.io/${version}\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: apps }\nspec:\n${spec}`;
  const [object] = parseManifests(text).objects;
  if (object === undefined) throw new Error(`no object in ${text}`);
  return { object, at: at('apps/web.yaml') };
}

/** The one part of an app. */
export function onlyPart(expansion: Expansion): ExpandedPart {
  if (expansion.kind !== 'app') throw new Error(`expected an app, got ${JSON.stringify(expansion)}`);
  return expansion.parts[0];
}

export const GIT_CHART = '  chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: fleet } } }\n';

const BASE: HelmWorld = {
  files: {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\n',
    'charts/web/values.yaml': 'color: none\nsize: 1\n',
    'charts/web/ci/prod.yaml': 'color: blue\nlist: null\n',
    'prod.yaml': 'color: green\nextra: 2\n',
    '.fairway/sources/oci/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: v1.4\nappVersion: "1.10"\n',
    '.fairway/sources/chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 2.0.0\n',
    '.fairway/sources/chart/values.yaml': 'color: red\n',
    '.fairway/sources/chart/ci/prod.yaml': 'color: black\n',
    '.fairway/sources/git/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0-rc.1+old\n',
  },
  objects: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: fleet, namespace: apps }
spec: { url: ${SELF_URL}, ref: { branch: main } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: other, namespace: apps }
spec: { url: https://git.example.test/org/other.git, ref: { tag: v1 } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: flux-system }
spec: { url: https://charts.example.test/stable }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: registry, namespace: apps }
spec: { url: "oci://registry.example.test/charts", type: oci }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: apps }
spec: { url: "oci://registry.example.test/charts/web", ref: { tag: 1.4.0 } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: wrong-tag, namespace: apps }
spec: { url: "oci://registry.example.test/charts/web", ref: { tag: 1.5.0 } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: Bucket
metadata: { name: bucket, namespace: apps }
spec: { endpoint: s3.example.test, bucketName: charts }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: { name: web, namespace: apps }
spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: fleet }, valuesFiles: [prod.yaml] }
`,
  sources: {
    'chart https://charts.example.test/stable web 2.x': { root: '.fairway/sources/chart', revision: '2.0.0' },
    'chart oci://registry.example.test/charts web *': { root: '.fairway/sources/chart', revision: '2.0.0' },
    'oci oci://registry.example.test/charts/web tag=1.4.0': {
      root: '.fairway/sources/oci',
      revision: `sha256:${'0123456789ab'.repeat(6).slice(0, 64)}`,
    },
    'oci oci://registry.example.test/charts/web tag=1.5.0': {
      root: '.fairway/sources/oci',
      revision: `sha256:${'0123456789ab'.repeat(6).slice(0, 64)}`,
    },
    'git https://git.example.test/org/other.git tag=v1': {
      root: '.fairway/sources/git',
      revision: 'fedcba9876543210fedcba9876543210fedcba98',
    },
  },
};

/** Expands a HelmRelease in a world that has charts of all kinds; `more` comes on top. */
export function expandIn(spec: string, more: HelmWorld & { readonly name?: string; readonly version?: string } = {}): Promise<Expansion> {
  const { name, version, ...world } = more;
  const release = helmRelease(spec, { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) });
  return expandHelmRelease(release, helmWorld({ ...BASE, ...world, files: { ...BASE.files, ...world.files } }));
}
