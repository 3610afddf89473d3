// How do charts, artifacts and repositories that live elsewhere get into the tree? From vendor/ or the cache, by the digest of fairway.lock.
import { type ArchivePort, FairwayError, type LockedSource, type SourceLocation, type SourceRequest } from '@fairway/contracts';
import { sourceKey } from '@fairway/environments';
import type { MissingSource, MountedSource } from '@fairway/reconcilers';
import type { LayeredTree } from './layered-tree.ts';

/** A source that an object asked for, and whether it was there. */
export interface NeededSource {
  readonly request: SourceRequest;
  /** For people: kind, namespace and name of the object that asks. */
  readonly neededBy: string;
  readonly at: SourceLocation;
  readonly found: boolean;
}

export interface Mounts {
  readonly source: (
    request: SourceRequest,
    asker: { readonly by: string; readonly at: SourceLocation },
  ) => Promise<MountedSource | MissingSource>;
  readonly needed: () => readonly NeededSource[];
  readonly isMounted: (path: string) => boolean;
}

export interface MountsContext {
  readonly main: LayeredTree;
  readonly locked: readonly LockedSource[];
  readonly archives: ArchivePort | undefined;
}

/** For people. */
export const describeRequest = (request: SourceRequest): string => {
  if (request.kind === 'chart')
    return `the chart ${request.chart} ${request.version === '' ? '(newest)' : request.version} of ${request.repository}`;
  const what = request.kind === 'git' ? 'the repository' : 'the artifact';
  return `${what} ${request.url}${request.reference === '' ? '' : ` at ${request.reference}`}`;
};

/** A directory that the repository does not have, so that nothing of it can pass for a source. */
const freePrefix = ({ entries }: LayeredTree): string => {
  let prefix = '.fairway/sources';
  const taken = (name: string): boolean => [...entries.keys()].some((path) => path.startsWith(`${name}/`));
  while (taken(prefix)) prefix = `${prefix}_`;
  return prefix;
};

const chartDirectory = (files: Iterable<string>): string | undefined => {
  const charts = [...files].filter((path) => path === 'Chart.yaml' || /^[^/]+\/Chart\.yaml$/.test(path)).toSorted();
  return charts[0]?.slice(0, -'/Chart.yaml'.length);
};

/** Each archive is unpacked once. */
export const createMounts = ({ main, locked, archives }: MountsContext): Mounts => {
  const prefix = freePrefix(main);
  const byRequest = new Map(locked.map((entry) => [sourceKey(entry), entry]));
  const mounted = new Map<string, Promise<readonly string[] | undefined>>();
  const needed = new Map<string, NeededSource>();
  const mount = async (digest: string, root: string): Promise<readonly string[] | undefined> => {
    const files = await archives?.files(digest);
    if (files === undefined) return undefined;
    main.lay(new Map([...files].map(([path, bytes]) => [`${root}/${path}`, bytes])));
    return [...files.keys()];
  };
  const bring = async (request: SourceRequest): Promise<MountedSource | MissingSource> => {
    const entry = byRequest.get(sourceKey(request));
    const what = describeRequest(request);
    if (entry === undefined) {
      const own = request.kind === 'git' ? '; if it is this repository, correct the path, or set `repository.url` in fairway.yaml' : '';
      return {
        ok: false,
        message: `${what} is not in fairway.lock`,
        hint: `run \`fairway lock\`, commit fairway.lock, and run again${own}`,
      };
    }
    const root = `${prefix}/${entry.digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
    const known = mounted.get(entry.digest) ?? mount(entry.digest, root);
    mounted.set(entry.digest, known);
    let files: readonly string[] | undefined;
    try {
      files = await known;
    } catch (error) {
      if (!(error instanceof FairwayError) || error.code === 'cancelled') throw error;
      return { ok: false, message: `${what} cannot be used: ${error.message}`, hint: error.hint };
    }
    if (files === undefined) {
      const hint = 'run `fairway fetch`, or `fairway vendor` to keep it in the repository';
      return { ok: false, message: `${what} is locked and neither in vendor/ nor in the cache`, hint };
    }
    const chart = request.kind === 'chart' ? chartDirectory(files) : '';
    if (chart === undefined)
      return {
        ok: false,
        message: `${what} holds no Chart.yaml`,
        hint: 'what was locked is no chart: correct the object, then run `fairway lock`',
      };
    return { ok: true, root: chart === '' ? root : `${root}/${chart}`, revision: entry.resolved };
  };
  return {
    source: async (request, { by, at }) => {
      const result = await bring(request);
      const key = `${sourceKey(request)}\0${by}`;
      if (!needed.has(key)) needed.set(key, { request, neededBy: by, at, found: result.ok });
      return result;
    },
    needed: () => [...needed.values()],
    isMounted: (path) => path.startsWith(`${prefix}/`),
  };
};
