// Which charts, artifacts and repositories that live elsewhere are needed, and what do they mean now?
import {
  FairwayError,
  InputError,
  type LockedSource,
  type ProgressPort,
  type SourceLock,
  type SourcePort,
  type SourceRequest,
} from '@fairway/contracts';
import { closest, compareSources, lockedSource, requestOf, sourceKey } from '@fairway/environments';
import type { NeededSource } from '../reconcile/mounts.ts';

/** One object that asks for a source. */
export type SourceNeed = Pick<NeededSource, 'request' | 'neededBy' | 'at'>;

export interface LockPorts {
  readonly source: SourcePort;
  /** Archives of this machine and of the repository itself. */
  readonly archives: { has(digest: string): Promise<boolean>; put(digest: string, archive: Uint8Array): Promise<void> };
  readonly progress?: ProgressPort;
}

export interface LockRequest {
  /** What is needed, as far as it can be seen with these sources locked: a source that was brought may name further ones. */
  readonly needed: (lock: SourceLock) => Promise<readonly SourceNeed[]>;
  readonly previous: SourceLock | undefined;
  /** Whose answers are looked up anew: none, all, or those with these names. */
  readonly update: 'none' | 'all' | readonly string[];
  /** Nothing is looked up; what is not locked is `missing`. */
  readonly check?: boolean;
  /** Sources at a time; default 4. */
  readonly concurrency?: number;
}

export type LockState = 'kept' | 'added' | 'updated' | 'unused' | 'missing' | 'failed';

/** What became of one request. */
export interface LockRow {
  readonly request: SourceRequest;
  readonly name: string;
  readonly state: LockState;
  readonly neededBy: readonly Omit<SourceNeed, 'request'>[];
  readonly locked?: LockedSource;
  /** The answer in the lock before, where it was another. */
  readonly before?: LockedSource;
  readonly error?: FairwayError;
}

export interface LockOutcome {
  /** The lock that is needed. Without the sources that are missing or failed. */
  readonly lock: SourceLock;
  readonly rows: readonly LockRow[];
  /** Whether the lock before was just this. */
  readonly unchanged: boolean;
}

/** A chart that names a repository that names a chart …: more is no honest chain. */
const MAX_ROUNDS = 16;
const DEFAULT_CONCURRENCY = 4;

/** Short name of a source: of a chart its own, else the last part of the address. */
export const sourceName = (request: SourceRequest): string =>
  request.kind === 'chart'
    ? request.chart
    : (request.url
        .replace(/\/+$/, '')
        .replace(/\.git$/, '')
        .split(/[/:]/)
        .at(-1) ?? request.url);

/** Runs at most so many at a time; none stops the others. */
export const inParallel = async <T>(items: readonly T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> => {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
};

type Row = Omit<LockRow, 'neededBy'>;

const settle = async (request: SourceRequest, wanted: LockRequest, ports: LockPorts): Promise<Row> => {
  const before = wanted.previous === undefined ? undefined : lockedSource(wanted.previous, request);
  const name = sourceName(request);
  const anew = wanted.update === 'all' || (wanted.update !== 'none' && wanted.update.includes(name));
  if (before !== undefined && (wanted.check || !anew)) {
    if (!(await ports.archives.has(before.digest))) await ports.archives.put(before.digest, await ports.source.fetch(before));
    return { request, name, state: 'kept', locked: before };
  }
  if (wanted.check) return { request, name, state: 'missing' };
  const { locked, archive } = await ports.source.resolve(request);
  await ports.archives.put(locked.digest, archive);
  if (before === undefined) return { request, name, state: 'added', locked };
  const same = before.resolved === locked.resolved && before.digest === locked.digest;
  return same ? { request, name, state: 'kept', locked } : { request, name, state: 'updated', locked, before };
};

const settleOrFail = async (request: SourceRequest, wanted: LockRequest, ports: LockPorts): Promise<Row> => {
  try {
    return await settle(request, wanted, ports);
  } catch (error) {
    if (!(error instanceof FairwayError) || error.code === 'cancelled') throw error;
    return { request, name: sourceName(request), state: 'failed', error };
  }
};

const lockOf = (rows: Iterable<Row>): SourceLock => ({
  version: 1,
  sources: [...rows].flatMap(({ locked }) => locked ?? []).toSorted(compareSources),
});

const requireNames = (update: LockRequest['update'], rows: readonly LockRow[]): void => {
  if (typeof update === 'string') return;
  const names = [...new Set(rows.map(({ name }) => name))].toSorted();
  const unknown = update.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = closest(unknown, names);
  throw new InputError('input-invalid', `no source that is needed is called ${unknown}`, {
    hint: near === undefined ? `there are: ${names.slice(0, 20).join(', ') || 'none'}` : `did you mean ${near}?`,
  });
};

/**
 * Finds the lock that is needed: unchanged requests keep their answers, new ones are looked up, unused ones go. Archives of all of them
 * are here afterwards. A source that fails is a row, and stops no other.
 * @throws InputError for a name to update that nothing has, or a chain of sources without end; whatever `needed` throws
 */
export const lockSources = async (wanted: LockRequest, ports: LockPorts): Promise<LockOutcome> => {
  const rows = new Map<string, Row>();
  let needs: readonly SourceNeed[] = [];
  for (let round = 0; ; round += 1) {
    needs = await wanted.needed(lockOf(rows.values()));
    const fresh = new Map(needs.map(({ request }) => [sourceKey(request), request] as const).filter(([key]) => !rows.has(key)));
    if (fresh.size === 0) break;
    if (round >= MAX_ROUNDS) throw endless(needs, fresh);
    ports.progress?.start('sources', fresh.size);
    await inParallel([...fresh], wanted.concurrency ?? DEFAULT_CONCURRENCY, async ([key, request]) => {
      const row = await settleOrFail(request, wanted, ports);
      rows.set(key, row);
      ports.progress?.advance(row.name);
    });
    ports.progress?.finish();
  }
  const all = [...withReasons(rows, needs), ...unusedRows(rows, needs, wanted.previous)].toSorted((a, b) =>
    compareSources(a.request, b.request),
  );
  requireNames(wanted.update, all);
  const unchanged = all.every(({ state }) => state === 'kept') && wanted.previous !== undefined;
  return {
    lock: lockOf(all.filter(({ state }) => state !== 'unused')),
    rows: all,
    unchanged: unchanged || (all.length === 0 && wanted.previous === undefined),
  };
};

const withReasons = (rows: ReadonlyMap<string, Row>, needs: readonly SourceNeed[]): readonly LockRow[] => {
  const reasons = Map.groupBy(needs, ({ request }) => sourceKey(request));
  return [...rows].flatMap(([key, row]) => {
    const neededBy = reasons.get(key)?.map(({ neededBy, at }) => ({ neededBy, at }));
    return neededBy === undefined ? [] : [{ ...row, neededBy }];
  });
};

const unusedRows = (rows: ReadonlyMap<string, Row>, needs: readonly SourceNeed[], previous: SourceLock | undefined): readonly LockRow[] => {
  const used = new Set(needs.map(({ request }) => sourceKey(request)));
  // Where a source failed, what it names is not known: nothing is called unused then.
  if ([...rows.values()].some(({ state }) => state === 'failed')) return [];
  return (previous?.sources ?? [])
    .filter((locked) => !used.has(sourceKey(locked)))
    .map((locked) => ({ request: requestOf(locked), name: sourceName(locked), state: 'unused', neededBy: [], before: locked }));
};

const endless = (needs: readonly SourceNeed[], fresh: ReadonlyMap<string, SourceRequest>): InputError => {
  const last = needs.find(({ request }) => fresh.has(sourceKey(request)));
  return new InputError('input-invalid', `sources name further sources more than ${MAX_ROUNDS} times in a row`, {
    hint: last === undefined ? '' : `the last is ${sourceName(last.request)}, asked for by ${last.neededBy}`,
    ...(last === undefined ? {} : { at: last.at }),
  });
};
