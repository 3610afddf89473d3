// What does fairway.lock say, is it right, and how is it written?
import {
  ConfigError,
  type ConfigProblem,
  FairwayError,
  type LockedSource,
  SourceLock,
  type SourceRequest,
  type SourceTree,
} from '@fairway/contracts';
import { stringify } from 'yaml';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, readConfig } from './parse-config.ts';

/** Name of the file at the root of a repository. */
export const SOURCE_LOCK_FILE = 'fairway.lock';

const MAX_BYTES = 1024 * 1024;
const HINT = 'The file is written by `fairway lock`; restore it from git, or remove it and run that again.';

const wordsOf = (request: SourceRequest): readonly string[] =>
  request.kind === 'chart'
    ? [request.kind, request.repository, request.chart, request.version]
    : [request.kind, request.url, request.reference];

/** Text that two requests share exactly when they ask for the same. */
export const sourceKey = (request: SourceRequest): string => JSON.stringify(wordsOf(request));

/** The request that an entry answers. */
export const requestOf = (locked: LockedSource): SourceRequest => {
  const { resolved: _resolved, digest: _digest, ...request } = locked;
  return request;
};

/** The entry of a request; undefined: it is not locked. */
export const lockedSource = (lock: SourceLock, request: SourceRequest): LockedSource | undefined => {
  const key = sourceKey(request);
  return lock.sources.find((locked) => sourceKey(locked) === key);
};

/** One request may have one answer. */
const twice = (value: Readonly<Record<string, unknown>>, yaml: ConfigYaml): readonly ConfigProblem[] => {
  const seen = new Set<string>();
  const entries: readonly unknown[] = Array.isArray(value['sources']) ? value['sources'] : [];
  return entries.flatMap((entry, at) => {
    if (!isMapping(entry)) return [];
    const key = JSON.stringify(['kind', 'repository', 'chart', 'version', 'url', 'reference'].map((name) => entry[name]));
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ message: `sources[${at}] asks for the same as an entry before it`, hint: HINT, at: yaml.at(['sources', at]) }];
  });
};

/** Reads a lock file; all problems in file order. */
export function readSourceLock(text: string, file: string = SOURCE_LOCK_FILE): ConfigReading<SourceLock> {
  return readConfig(SourceLock, text, file, { checks: [twice] });
}

/** Reads a lock file. Throws ConfigError with all problems in file order. */
export function parseSourceLock(text: string, file: string = SOURCE_LOCK_FILE): SourceLock {
  const reading = readSourceLock(text, file);
  if (reading.ok) return reading.value;
  throw new ConfigError(reading.problems);
}

/** The lock file of one version of a repository; undefined where there is none. Throws ConfigError, FairwayError (`file-unreadable`). */
export const sourceLockOf = async (tree: Pick<SourceTree, 'read'>): Promise<SourceLock | undefined> => {
  const found = (await tree.read([SOURCE_LOCK_FILE], { maxBytes: MAX_BYTES })).get(SOURCE_LOCK_FILE);
  if (found === undefined || found.kind === 'absent') return undefined;
  if (found.kind === 'file') return parseSourceLock(new TextDecoder().decode(found.bytes));
  throw new FairwayError('file-unreadable', `${SOURCE_LOCK_FILE} is not a plain file of at most 1 MiB`, {
    hint: HINT,
    at: { file: SOURCE_LOCK_FILE },
  });
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Order of entries in a lock file, and of whatever is told of them. */
export const compareSources = (a: SourceRequest, b: SourceRequest): number => {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  for (const [at, word] of left.entries()) {
    const order = compareTexts(word, right[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
};

/** Fields in the order of reading: what was asked, then what was found. */
const fieldsOf = (locked: LockedSource): Readonly<Record<string, string>> => {
  const { resolved, digest } = locked;
  if (locked.kind === 'chart') {
    const { kind, repository, chart, version } = locked;
    return { kind, repository, chart, version, resolved, digest };
  }
  const { kind, url, reference } = locked;
  return { kind, url, reference, resolved, digest };
};

const HEAD = '# Written by `fairway lock`: commit it, do not edit it.\n';

/** The text of a lock file: the same entries give the same bytes. */
export const formatSourceLock = (lock: SourceLock): string => {
  const sources = lock.sources.toSorted(compareSources).map(fieldsOf);
  return `${HEAD}${stringify({ version: lock.version, sources }, { lineWidth: 0, singleQuote: false })}`;
};
