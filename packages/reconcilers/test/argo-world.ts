// Which world does an Argo CD object of a test stand in?
import { parseManifests } from '@fairway/manifests';
import type { ClusterFacts, ExpandedPart, Expansion, MountedSource, RepositoryFiles, SightedObject, World } from '../src/model.ts';

/** Address of the repository that is looked at. */
export const SELF = 'https://git.example.test/fairway/argo-examples.git';

/** Files in memory; a directory is what holds a file. */
export function memoryFiles(files: Readonly<Record<string, string>>): RepositoryFiles {
  const paths = Object.keys(files).toSorted();
  const below = (directory: string) => paths.filter((path) => directory === '' || path.startsWith(`${directory}/`));
  return {
    list: below,
    isDirectory: (path) => below(path).length > 0,
    isFile: (path) => Object.hasOwn(files, path),
    read: async (path) => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : undefined),
  };
}

export interface ArgoWorld {
  readonly files?: Readonly<Record<string, string>>;
  /** What is mounted, by what is asked for: `git URL REFERENCE`, `chart REPOSITORY CHART VERSION`, `oci URL REFERENCE`. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly clusters?: readonly ClusterFacts[];
}

export function argoWorld({ files = {}, sources = {}, clusters = [] }: ArgoWorld): World {
  return {
    environment: 'prod',
    reconciler: { kind: 'argocd', version: '3.5.7' },
    files: memoryFiles(files),
    find: () => undefined,
    all: () => [],
    data: async () => ({ kind: 'absent' }),
    source: async (request) => {
      const asked =
        request.kind === 'chart'
          ? `chart ${request.repository} ${request.chart} ${request.version}`
          : `${request.kind} ${request.url} ${request.reference}`;
      const root = sources[asked];
      const found: MountedSource | undefined = root === undefined ? undefined : { ok: true, root, revision: '1' };
      return found ?? { ok: false, message: `${asked} is not in fairway.lock`, hint: 'Run fairway lock.' };
    },
    isSelf: (url) => url === SELF,
    clusters,
  };
}

/** One object of a text, as if it stood in `file`. */
export function sighted(text: string, file = 'applications/web.yaml'): SightedObject {
  const { objects, problems } = parseManifests(text);
  const [object] = objects;
  if (object === undefined) throw new Error(`no object in the text: ${JSON.stringify(problems)}`);
  return { object, at: { file, line: 1, column: 1 } };
}

/** An Application whose spec, beyond project and destination, is `spec`, indented by two. */
export function application(spec: string, destination = '{ server: https://kubernetes.default.svc, namespace: shop }'): SightedObject {
  return sighted(`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: shop
  destination: ${destination}
${spec.replaceAll('SELF', SELF)}`);
}

/** The parts of an app; a test that expects an app fails with what came instead. */
export function partsOf(expansion: Expansion): readonly ExpandedPart[] {
  if (expansion.kind !== 'app') throw new Error(`expected an app, got ${JSON.stringify(expansion)}`);
  return expansion.parts;
}

/** Rule and message of all findings. */
export function findingsOf(expansion: Expansion): readonly string[] {
  return expansion.kind === 'app' ? expansion.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`) : [];
}

/** Messages of a failure, else the kind that came instead. */
export function problemsOf(expansion: Expansion): readonly string[] {
  return expansion.kind === 'failed' ? expansion.problems.map(({ message }) => message) : [expansion.kind];
}
