// How do tests of Flux objects make the repository and the cluster that an object is expanded in?
import { isRecord, type ManifestObject, readYaml } from '@fairway/manifests';
import type { DataLookup, MissingSource, MountedSource, ObjectKey, RepositoryFiles, SightedObject, World } from '../src/model.ts';

function isObject(value: unknown): value is ManifestObject {
  return isRecord(value) && isRecord(value.metadata);
}

/** The objects of a YAML text, as if written in `file`. */
export function sight(text: string, file = 'cluster/flux.yaml'): SightedObject[] {
  return readYaml(text)
    .values.filter(isObject)
    .map((object, index) => ({ object, at: { file, line: index + 1, column: 1 } }));
}

export function memoryFiles(content: Readonly<Record<string, string>>): RepositoryFiles {
  const paths = Object.keys(content).sort();
  const below = (directory: string): string[] => (directory === '' ? paths : paths.filter((path) => path.startsWith(`${directory}/`)));
  return {
    list: below,
    isDirectory: (path) => below(path).length > 0,
    isFile: (path) => Object.hasOwn(content, path),
    read: async (path) => (Object.hasOwn(content, path) ? new TextEncoder().encode(content[path]) : undefined),
  };
}

export interface MemoryWorld {
  readonly files: Readonly<Record<string, string>>;
  /** YAML of all objects that are known. */
  readonly objects?: string;
  readonly data?: Readonly<Record<string, DataLookup>>;
  /** URL → where it is mounted. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Addresses that mean the repository. */
  readonly self?: readonly string[];
  readonly reconciler?: World['reconciler'];
}

export function memoryWorld(setup: MemoryWorld): World {
  const known = sight(setup.objects ?? '');
  const group = ({ object }: SightedObject): string => (object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '');
  const is = (one: SightedObject, key: ObjectKey): boolean =>
    group(one) === key.group &&
    one.object.kind === key.kind &&
    one.object.metadata.name === key.name &&
    (one.object.metadata.namespace ?? key.namespace) === key.namespace;
  const missing: MissingSource = { ok: false, message: 'it is not in fairway.lock', hint: 'run `fairway lock`' };
  return {
    environment: 'prod',
    reconciler: setup.reconciler,
    files: memoryFiles(setup.files),
    find: (key) => known.find((one) => is(one, key)),
    all: (wanted, kind) => known.filter((one) => group(one) === wanted && one.object.kind === kind),
    data: async (kind, namespace, name) => setup.data?.[`${kind} ${namespace}/${name}`] ?? { kind: 'absent' },
    source: async (request): Promise<MountedSource | MissingSource> => {
      const root = request.kind === 'chart' ? undefined : setup.mounts?.[request.url];
      return root === undefined ? missing : { ok: true, root, revision: request.kind === 'chart' ? request.version : request.reference };
    },
    isSelf: (url) => (setup.self ?? []).includes(url),
    clusters: [],
  };
}
