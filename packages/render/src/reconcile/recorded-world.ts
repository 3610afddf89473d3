// Would an expansion that was made on one side come out the same on the other? It would, if every question that it asked has the same answer.
import type { DataLookup, Expansion, RepositoryFiles, SightedObject, World } from '@fairway/reconcilers';

/** Asks one question again, of another world. */
type Check = (world: RecordableWorld) => boolean | Promise<boolean>;

/** A world whose files can be told apart without reading them. */
export interface RecordableWorld extends World {
  /** Git object id of a file, where its bytes surely are what it stands for. */
  readonly blobOf: (path: string) => string | undefined;
}

/** An expansion with the questions that it asked. */
export interface RecordedExpansion {
  readonly sighted: SightedObject;
  readonly checks: readonly Check[];
  readonly result: Expansion;
}

/** Expansions of one side by environment and object. */
export type ExpansionMemo = Map<string, RecordedExpansion>;

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const sameSighted = (a: SightedObject | undefined, b: SightedObject | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && sameJson(a.object, b.object) && sameJson(a.at, b.at));

/** A listing of the whole repository is asked for many times, and is one list each time. */
const comparedLists = new WeakMap<readonly string[], WeakMap<readonly string[], boolean>>();

const sameList = (a: readonly string[], b: readonly string[]): boolean => {
  if (a === b) return true;
  const known = comparedLists.get(a) ?? new WeakMap<readonly string[], boolean>();
  comparedLists.set(a, known);
  const same = known.get(b) ?? (a.length === b.length && a.every((item, index) => item === b[index]));
  known.set(b, same);
  return same;
};

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);

const recordFiles = (world: RecordableWorld, checks: Check[]): RepositoryFiles => {
  const { files } = world;
  return {
    list: (directory) => {
      const answer = files.list(directory);
      checks.push((other) => sameList(other.files.list(directory), answer));
      return answer;
    },
    isDirectory: (path) => {
      const answer = files.isDirectory(path);
      checks.push((other) => other.files.isDirectory(path) === answer);
      return answer;
    },
    isFile: (path) => {
      const answer = files.isFile(path);
      checks.push((other) => other.files.isFile(path) === answer);
      return answer;
    },
    read: async (path) => {
      const answer = await files.read(path);
      const blob = world.blobOf(path);
      checks.push(async (other) => (blob !== undefined && other.blobOf(path) === blob) || sameBytes(await other.files.read(path), answer));
      return answer;
    },
  };
};

/** The same world, which notes every question. */
const recorder = (world: RecordableWorld, checks: Check[]): World => ({
  ...world,
  files: recordFiles(world, checks),
  find: (key) => {
    const answer = world.find(key);
    checks.push((other) => sameSighted(other.find(key), answer));
    return answer;
  },
  all: (group, kind) => {
    const answer = world.all(group, kind);
    checks.push((other) => {
      const now = other.all(group, kind);
      return now.length === answer.length && now.every((one, index) => sameSighted(one, answer[index]));
    });
    return answer;
  },
  data: async (kind, namespace, name): Promise<DataLookup> => {
    const answer = await world.data(kind, namespace, name);
    checks.push(async (other) => sameJson(await other.data(kind, namespace, name), answer));
    return answer;
  },
  source: async (request) => {
    const answer = await world.source(request);
    checks.push(async (other) => sameJson(await other.source(request), answer));
    return answer;
  },
  isSelf: (url, paths) => {
    const answer = world.isSelf(url, paths);
    checks.push((other) => other.isSelf(url, paths) === answer);
    return answer;
  },
});

const holds = async ({ sighted, checks }: RecordedExpansion, now: SightedObject, world: RecordableWorld): Promise<boolean> => {
  if (!sameSighted(sighted, now)) return false;
  for (const check of checks) if (!(await check(world))) return false;
  return true;
};

const facts = ({ environment, reconciler, clusters }: World): Check => {
  const answer = [environment, reconciler, clusters];
  return (other) => sameJson([other.environment, other.reconciler, other.clusters], answer);
};

/**
 * Expands an object, or takes what the other side made of it. An expansion depends on nothing but the object and the answers of its world,
 * so equal answers give an equal expansion.
 */
export const expandRecorded = async (
  key: string,
  {
    sighted,
    world,
    memo,
    expand,
  }: {
    readonly sighted: SightedObject;
    readonly world: RecordableWorld;
    readonly memo: ExpansionMemo;
    readonly expand: (sighted: SightedObject, world: World) => Promise<Expansion>;
  },
): Promise<Expansion> => {
  const known = memo.get(key);
  if (known !== undefined && (await holds(known, sighted, world))) return known.result;
  const checks: Check[] = [facts(world)];
  const result = await expand(sighted, recorder(world, checks));
  memo.set(key, { sighted, checks, result });
  return result;
};
