// What can the base take over from the head? All that objects made, where nothing that they were made from differs.
import type { LockedSource, ScratchPort, SourceTree, TreeEntry } from '@fairway/contracts';
import type { ClosureMemo } from '../closure/closure-memo.ts';
import type { InputClosure } from '../model.ts';
import { isReady, type Side } from '../plan/app-job.ts';
import { appSettings } from '../plan/app-settings.ts';
import type { Programs } from '../plan/programs.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { type AppRecord, readsMounted } from './app-record.ts';
import type { ExpandedObjects } from './expand-side.ts';
import { layeredTree } from './layered-tree.ts';
import { isOfInterest } from './object-interest.ts';
import { isQuiet, recordRenderer } from './render-records.ts';

/** A side that was expanded. */
export interface ExpandedSide extends Pick<Side, 'tree' | 'discovery'> {
  readonly locked: readonly LockedSource[];
  readonly expanded: ExpandedObjects;
}

/** A side that may not have to be. */
export interface OpenSide extends Pick<Side, 'name' | 'tree' | 'discovery'> {
  readonly locked: readonly LockedSource[];
}

export interface TakeOverContext {
  readonly scratch: ScratchPort;
  readonly programs: Programs;
  readonly store: RenderingStore;
  readonly memo: ClosureMemo;
  readonly signal: AbortSignal | undefined;
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const marks = ({ executable, offDisk, lfs, filter, conflict }: TreeEntry): readonly unknown[] => [
  executable,
  offDisk === true,
  lfs === true,
  filter,
  conflict === true,
];

const sameFile = (one: TreeEntry, other: TreeEntry): boolean =>
  one.blob !== undefined && one.blob === other.blob && marks(one).every((mark, index) => mark === marks(other)[index]);

/** Files that may say something else; undefined: not even the paths, kinds and links are the same. */
const differingFiles = (one: SourceTree, other: SourceTree): ReadonlySet<string> | undefined => {
  if (one.entries.size !== other.entries.size) return undefined;
  const differing = new Set<string>();
  for (const [path, entry] of one.entries) {
    const there = other.entries.get(path);
    if (there === undefined || there.kind !== entry.kind) return undefined;
    if (sameFile(entry, there)) continue;
    if (entry.kind !== 'file') return undefined;
    differing.add(path);
  }
  return differing;
};

/** Files from which objects were read as they are written, and what stands beside them. */
const sourceFiles = ({ discovery: { reconcilers, config } }: ExpandedSide): readonly string[] => [
  'fairway.yaml',
  'fairway.lock',
  ...reconcilers.map(({ at }) => at.file),
  ...(config?.reconcilers?.samples ?? []).map(({ file }) => file),
];

/** A locked archive may come from the repository itself. */
const isVendored = (path: string): boolean => path.startsWith('vendor/');

/** Which files are read, without what they say. */
const shapeOf = (closure: InputClosure | undefined): unknown =>
  closure && {
    ...closure,
    files: [...closure.files.keys()],
    listings: [...closure.listings],
    kustomizations: closure.kustomizations.map(({ directory, file, children, resources }) => [directory, file, children, resources]),
  };

/** Everything that a rendering said to those that listen. */
const heard = (record: AppRecord, { store, memo }: TakeOverContext): unknown => {
  const { job } = record;
  if (!isReady(job) || store.failure(job) !== undefined) return undefined;
  return isQuiet(record, memo) ? [] : store.objects(job)?.filter(isOfInterest);
};

const reads = ({ closure }: AppRecord, differing: ReadonlySet<string>): boolean =>
  closure !== undefined && [...differing].some((path) => closure.files.has(path));

/** A file that git ignores is in no commit. */
const readsIgnored = ({ closure, tree }: AppRecord): boolean =>
  closure !== undefined && [...closure.files.keys()].some((path) => tree?.entries.has(path) !== true);

/** Renders again what reads a file that differs; undefined where an object could come out otherwise for it. */
const renderAffected = async (
  affected: readonly AppRecord[],
  { head, base, context }: { readonly head: ExpandedSide; readonly base: OpenSide; readonly context: TakeOverContext },
): Promise<ReadonlyMap<string, AppRecord> | undefined> => {
  const { isMounted } = head.expanded;
  const renderer = recordRenderer({
    ...context,
    side: { ...base, apps: [], closures: new Map() },
    main: layeredTree(base.tree, context.scratch),
    settings: appSettings(base.discovery),
    isMounted,
  });
  const again = affected.map(({ tree: _, closure: __, job: ___, ...record }): AppRecord => record);
  const rendered = new Set(affected.filter(({ job }) => job !== undefined).map(({ key }) => key));
  await renderer.locate(again.filter(({ made }) => made === undefined));
  await renderer.render(again.filter(({ key }) => rendered.has(key)));
  const fresh = new Map(again.map((record) => [record.key, record]));
  const isAlike = (was: AppRecord): boolean => {
    const now = fresh.get(was.key);
    if (now === undefined || !sameJson(shapeOf(was.closure), shapeOf(now.closure))) return false;
    const [then, same] = [heard(was, context), heard(now, context)];
    return was.job === undefined || (then !== undefined && sameJson(then, same));
  };
  return affected.every(isAlike) ? fresh : undefined;
};

/**
 * What the objects of the base make, without asking them: what those of the head make, where both sides have the same paths, the same
 * objects in files, and files that differ reach nothing but renderings in which no object changes. Undefined: the base must be expanded.
 */
export const takeOver = async (head: ExpandedSide, base: OpenSide, context: TakeOverContext): Promise<ExpandedObjects | undefined> => {
  const { expanded } = head;
  if (head.discovery !== base.discovery || !sameJson(head.locked, base.locked) || !sameJson(head.tree.remotes, base.tree.remotes)) return;
  const differing = differingFiles(head.tree, base.tree);
  if (differing === undefined || sourceFiles(head).some((path) => differing.has(path)) || [...differing].some(isVendored)) return;
  const isSure = (path: string): boolean => !differing.has(path) && (base.tree.entries.has(path) || expanded.isMounted(path));
  if (![...expanded.asked].every(isSure)) return;
  const affected = expanded.records.filter((record) => reads(record, differing));
  if (expanded.records.some(readsIgnored) || affected.some(({ app }) => readsMounted(app, expanded.isMounted))) return;
  const fresh = affected.length === 0 ? new Map<string, AppRecord>() : await renderAffected(affected, { head, base, context });
  return fresh && expanded.withRecords(expanded.records.map((record) => fresh.get(record.key) ?? record));
};
