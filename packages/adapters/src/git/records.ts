// What do the listings of git say, record by record?
import { isUtf8 } from 'node:buffer';

/** Splits what git prints with `-z`. A name that is not UTF-8 comes with U+FFFD in place of its bad bytes. */
export const splitRecords = (bytes: Uint8Array): readonly string[] => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const records = text.split('\0');
  if (records.at(-1) === '') records.pop();
  return records;
};

/** Whether every name of a listing can be used on disk as it is. */
export const namesAreText = (bytes: Uint8Array): boolean => isUtf8(bytes);

/** One line of `git ls-files -s -t -v -z`. */
export interface IndexRecord {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
  /** 0, or 1 to 3 for a file that a merge left open. */
  readonly stage: number;
  /** Marked by sparse checkout: not expected on disk. */
  readonly skipWorktree: boolean;
  /** Marked so that git does not look whether it changed. */
  readonly assumeUnchanged: boolean;
}

/** Reads `<tag> <mode> <object> <stage>\t<path>`; a lower case tag means assume-unchanged, `S` skip-worktree. */
export const indexRecord = (record: string): IndexRecord => {
  const tab = record.indexOf('\t');
  const [tag = '', mode = '', oid = '', stage = ''] = record.slice(0, tab).split(' ');
  return {
    path: record.slice(tab + 1),
    mode,
    oid,
    stage: Number(stage),
    skipWorktree: tag.toUpperCase() === 'S',
    assumeUnchanged: tag !== tag.toUpperCase(),
  };
};

/** One line of `git ls-tree -r -z`. */
export interface TreeRecord {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

/** Reads `<mode> <type> <object>\t<path>`. */
export const treeRecord = (record: string): TreeRecord => {
  const tab = record.indexOf('\t');
  const [mode = '', , oid = ''] = record.slice(0, tab).split(' ');
  return { path: record.slice(tab + 1), mode, oid };
};

/** What `git status --porcelain=v2 --branch -z --no-renames` says. */
export interface Status {
  /** Checked-out commit, absent before the first commit. */
  readonly commit: string | undefined;
  /** Tracked paths that differ from the index or the commit → their mode on disk, 000000 where they are gone. */
  readonly changed: ReadonlyMap<string, { readonly staged: boolean; readonly modeOnDisk: string; readonly inWorkTree: boolean }>;
  readonly unmerged: ReadonlyMap<string, string>;
  readonly untracked: readonly string[];
}

/** Format: https://git-scm.com/docs/git-status#_porcelain_format_version_2 */
export const readStatus = (records: readonly string[]): Status => {
  const changed = new Map<string, { staged: boolean; modeOnDisk: string; inWorkTree: boolean }>();
  const unmerged = new Map<string, string>();
  const untracked: string[] = [];
  let commit: string | undefined;
  for (const record of records) {
    const kind = record[0];
    if (kind === '?') untracked.push(record.slice(2));
    else if (record.startsWith('# branch.oid ')) commit = record.includes('(initial)') ? undefined : record.slice('# branch.oid '.length);
    else if (kind === '1') {
      const [, xy = '..', , , , modeOnDisk = ''] = record.split(' ', 8);
      changed.set(afterFields(record, 8), { staged: xy[0] !== '.', inWorkTree: xy[1] !== '.', modeOnDisk });
    } else if (kind === 'u') unmerged.set(afterFields(record, 10), record.split(' ', 7)[6] ?? '');
  }
  return { commit, changed, unmerged, untracked };
};

const afterFields = (record: string, count: number): string => {
  let at = -1;
  for (let field = 0; field < count; field++) at = record.indexOf(' ', at + 1);
  return record.slice(at + 1);
};
