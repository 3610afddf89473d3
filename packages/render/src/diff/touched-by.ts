// Which input files make an app part of a change?
import type { RenderSettings } from '@fairway/environments';
import type { InputClosure } from '../model.ts';
import type { AppJob, Side } from '../plan/app-job.ts';
import type { AppPair } from './pairs.ts';

/** Hash of every file that any app of a side reads. */
const knownHashes = (side: Side): ReadonlyMap<string, string> => {
  const hashes = new Map<string, string>();
  for (const closure of side.closures.values()) for (const [path, file] of closure.files) hashes.set(path, `${file.mode} ${file.hash}`);
  return hashes;
};

const differs = (path: string, a: InputClosure | undefined, b: InputClosure | undefined): boolean => {
  const [one, two] = [a?.files.get(path), b?.files.get(path)];
  return one?.hash !== two?.hash || one?.mode !== two?.mode;
};

/** An app that is there on one side only reads files that may be the same on both: those did not bring it. */
const sameElsewhere = (
  path: string,
  closure: InputClosure,
  other: { readonly hashes: ReadonlyMap<string, string>; readonly side: Side },
): boolean => {
  const file = closure.files.get(path);
  const known = other.hashes.get(path);
  return known === undefined ? other.side.tree.entries.has(path) : known === `${file?.mode} ${file?.hash}`;
};

const changedFiles = (job: AppJob | undefined, base: AppJob | undefined): readonly string[] =>
  [...new Set([...(job?.closure.files.keys() ?? []), ...(base?.closure.files.keys() ?? [])])].filter((path) =>
    differs(path, job?.closure, base?.closure),
  );

const sameSettings = (a: RenderSettings, b: RenderSettings): boolean => JSON.stringify(a) === JSON.stringify(b);

const CONFIGURATION = /^(fairway\.ya?ml|(.*\/)?profile\.ya?ml)$/;

const entryText = (side: Side, path: string): string | undefined => {
  const entry = side.tree.entries.get(path);
  return entry === undefined ? undefined : (entry.blob ?? `${side.name} only`);
};

/** Files that decide how an environment is rendered and differ; a file without blob id is not known to be the same. */
const changedConfiguration = (head: Side, base: Side): readonly string[] =>
  [...new Set([...head.tree.entries.keys(), ...base.tree.entries.keys()])].filter(
    (path) => CONFIGURATION.test(path) && entryText(head, path) !== entryText(base, path),
  );

/** Did what an app is made from change beyond the files that it reads itself? */
const madeOtherwise = (job: AppJob | undefined, was: AppJob | undefined): boolean => {
  if (job?.app.reconciledBy === undefined && was?.app.reconciledBy === undefined) return false;
  const virtual = [...virtualOf(job), ...virtualOf(was)].some((path) => differs(path, job?.closure, was?.closure));
  const how = (one: AppJob | undefined): string => JSON.stringify([one?.app.renderer, one?.app.after]);
  return virtual || how(job) !== how(was);
};

const virtualOf = (job: AppJob | undefined): ReadonlySet<string> =>
  (job === undefined ? undefined : job.side.expansion?.virtual.get(job.app.id)) ?? NOTHING;

const NOTHING: ReadonlySet<string> = new Set();

export interface Touching {
  /** Sorted paths: changed inputs of an app that both sides have, or those that an added or removed app brings or takes. */
  touchedBy(pair: AppPair): readonly string[];
}

/**
 * Compares closures, which are hashed already: nothing is read. Where the object that makes an app changed, or something that it takes
 * values from, the reason is what touched the apps that hold those.
 */
export const compareInputs = (head: Side, base: Side, pairs: readonly AppPair[] = []): Touching => {
  const views = new Map<Side, ReadonlyMap<string, string>>();
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const hashesOf = (side: Side): ReadonlyMap<string, string> => {
    const hashes = views.get(side) ?? knownHashes(side);
    views.set(side, hashes);
    return hashes;
  };
  let configuration: readonly string[] | undefined;
  const ownFiles = (job: AppJob | undefined, was: AppJob | undefined): readonly string[] => {
    const virtual = new Set([...virtualOf(job), ...virtualOf(was)]);
    const files = changedFiles(job, was).filter((path) => !virtual.has(path));
    const only = job ?? was;
    if (only !== undefined && (job === undefined || was === undefined)) {
      const other = job === undefined ? head : base;
      return files.filter((path) => !sameElsewhere(path, only.closure, { side: other, hashes: hashesOf(other) }));
    }
    const declared = only !== undefined && job?.app.declaredAt.file === was?.app.declaredAt.file ? [only.app.declaredAt.file] : [];
    const rewritten = declared.filter((path) => !only?.closure.files.has(path) && entryText(head, path) !== entryText(base, path));
    const reset = job !== undefined && was !== undefined && !sameSettings(job.settings, was.settings);
    if (reset) configuration ??= changedConfiguration(head, base);
    return [...files, ...rewritten, ...(reset ? (configuration ?? []) : [])];
  };
  const holders = (pair: AppPair): readonly AppPair[] => {
    if (!madeOtherwise(pair.head, pair.base)) return [];
    const ids = [pair.head, pair.base].flatMap((job) => (job === undefined ? [] : (job.side.expansion?.madeFrom.get(job.app.id) ?? [])));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };
  /** Each app once, however many ways lead to it. */
  const touched = (pair: AppPair): readonly string[] => {
    const reached = new Set([pair]);
    for (const one of reached) for (const holder of holders(one)) reached.add(holder);
    return [...reached].flatMap((one) => ownFiles(one.head, one.base));
  };
  return { touchedBy: (pair) => [...new Set(touched(pair))].toSorted() };
};
