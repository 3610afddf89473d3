// What stands at a path of a tree? Read in batches, hashed once.
import { hash as digest } from 'node:crypto';
import { FairwayError, type ReadResult, type SourceTree, type TreeEntry } from '@fairway/contracts';
import { directoriesOf, isBlobOf } from '@fairway/environments';
import type { InputFile } from '../model.ts';
import { growsByAliases } from './alias-growth.ts';
import type { ClosureMemo } from './closure-memo.ts';

export type Fact =
  | { readonly kind: 'file'; readonly input: InputFile; readonly lfs: boolean; readonly grows: boolean; readonly offDisk: boolean }
  | { readonly kind: 'symlink'; readonly input: InputFile; readonly target: string; readonly offDisk: boolean }
  | { readonly kind: 'directory' | 'submodule' | 'absent' | 'too-large' };

export interface TreeView {
  readonly tree: SourceTree;
  /** What is known without reading; undefined: `load` has to look. */
  readonly known: (path: string) => Fact | undefined;
  /** What is there; reads when it has to. Reads asked for at the same time go out as one batch. */
  readonly look: (path: string) => Promise<Fact>;
  /** Makes `known` answer for all these paths, and `text` where it is asked for. */
  readonly load: (paths: Iterable<string>, text?: 'with-text') => Promise<void>;
  /** Text of a file that was loaded with its text; undefined for anything else, and for a file above 16 MiB. */
  readonly text: (path: string) => string | undefined;
  /** Names in a directory that the tree lists, sorted. */
  readonly children: (directory: string) => readonly string[];
}

const DIRECTORY: Fact = { kind: 'directory' };
const SUBMODULE: Fact = { kind: 'submodule' };
const ABSENT: Fact = { kind: 'absent' };
const TOO_LARGE: Fact = { kind: 'too-large' };
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const MAX_BATCH = 4096;
const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/v1');

/** What a listing implies, found out once for all views on it. */
interface Implied {
  readonly directories: ReadonlySet<string>;
  names: Map<string, readonly string[]> | undefined;
}

const implied = new WeakMap<SourceTree['entries'], Implied>();

function impliedBy(entries: SourceTree['entries']): Implied {
  const known = implied.get(entries) ?? { directories: directoriesOf(entries.keys()), names: undefined };
  implied.set(entries, known);
  return known;
}

function childrenOf(paths: Iterable<string>): Map<string, readonly string[]> {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    let below = path;
    for (let slash = below.lastIndexOf('/'); below !== ''; slash = below.lastIndexOf('/')) {
      const directory = slash < 0 ? '' : below.slice(0, slash);
      const name = below.slice(slash + 1);
      const known = names.get(directory);
      if (known?.has(name)) break;
      if (known === undefined) names.set(directory, new Set([name]));
      else known.add(name);
      below = directory;
    }
  }
  return new Map([...names].map(([directory, set]) => [directory, [...set].sort()]));
}

/** kustomize's parser takes UTF-16 by its byte order mark, so a closure must read it too. */
function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  return utf16 === undefined
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    : new TextDecoder(utf16).decode(bytes);
}

interface Marks {
  readonly ignored: boolean;
  readonly lfs: boolean;
  readonly grows: boolean;
}

function fileFact(entry: TreeEntry | undefined, hash: string, marks: Marks): Fact {
  const input: InputFile = { hash, mode: entry?.executable === true ? '100755' : '100644', ignored: marks.ignored };
  return { kind: 'file', input, lfs: marks.lfs || entry?.lfs === true, grows: marks.grows, offDisk: entry?.offDisk === true };
}

/** A view on one side. `memo` may come from the other side. */
export function createTreeView(tree: SourceTree, memo: ClosureMemo, signal: AbortSignal | undefined): TreeView {
  const facts = new Map<string, Fact>();
  const listing = impliedBy(tree.entries);
  const { directories } = listing;
  let pending = new Map<string, boolean>();
  let flushed: Promise<void> | undefined;

  const fromEntry = (path: string): Fact | undefined => {
    const entry = tree.entries.get(path);
    if (entry === undefined) return directories.has(path) ? DIRECTORY : tree.root === undefined || path.includes('\0') ? ABSENT : undefined;
    if (entry.kind === 'submodule') return SUBMODULE;
    const blob = entry.blob === undefined ? undefined : memo.blobs.get(entry.blob);
    if (blob === undefined) return undefined;
    if (entry.kind === 'file') return fileFact(entry, blob.hash, { ignored: false, lfs: blob.lfs, grows: blob.grows });
    return blob.target === undefined ? undefined : linkFact(entry, { hash: blob.hash, target: blob.target, ignored: false });
  };
  const known = (path: string): Fact | undefined => {
    const fact = facts.get(path) ?? fromEntry(path);
    if (fact !== undefined) facts.set(path, fact);
    return fact;
  };
  const text = (path: string): string | undefined => {
    const fact = facts.get(path);
    return fact?.kind === 'file' ? memo.texts.get(fact.input.hash) : undefined;
  };

  const learn = (path: string, result: ReadResult, withText: boolean): void => {
    const entry = tree.entries.get(path);
    if (result.kind === 'directory') facts.set(path, DIRECTORY);
    else if (result.kind === 'too-large') facts.set(path, TOO_LARGE);
    else if (result.kind === 'absent') facts.set(path, ABSENT);
    else if (result.kind === 'symlink') {
      const hash = digest('sha256', result.target);
      if (isSurely(entry, Buffer.from(result.target)))
        memo.blobs.set(entry.blob, { hash, lfs: false, grows: false, target: result.target });
      facts.set(path, linkFact(entry, { hash, target: result.target, ignored: result.ignored }));
    } else {
      const hash = digest('sha256', result.bytes);
      const lfs = result.bytes.length < 1024 && LFS_POINTER.equals(result.bytes.subarray(0, LFS_POINTER.length));
      const grows = growsByAliases(result.bytes);
      if (isSurely(entry, result.bytes)) memo.blobs.set(entry.blob, { hash, lfs, grows });
      if (withText && result.bytes.length <= MAX_TEXT_BYTES) memo.texts.set(hash, decode(result.bytes));
      facts.set(path, fileFact(entry, hash, { ignored: result.ignored, lfs, grows }));
    }
  };

  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    const batch = pending;
    pending = new Map();
    flushed = undefined;
    const paths = [...batch.keys()];
    for (let start = 0; start < paths.length; start += MAX_BATCH) {
      if (signal?.aborted === true) throw new FairwayError('cancelled', 'the run was stopped');
      const some = paths.slice(start, start + MAX_BATCH);
      const results = await tree.read(some);
      for (const path of some) learn(path, results.get(path) ?? { kind: 'absent' }, batch.get(path) === true);
    }
  };
  const load = (paths: Iterable<string>, wanted?: 'with-text'): Promise<void> => {
    let asked = false;
    for (const path of paths) {
      const fact = known(path);
      const needsText = wanted !== undefined && (fact === undefined || (fact.kind === 'file' && text(path) === undefined));
      if (fact !== undefined && !needsText) continue;
      pending.set(path, needsText || pending.get(path) === true);
      asked = true;
    }
    if (!asked) return Promise.resolve();
    flushed ??= flush();
    return flushed;
  };
  const look = async (path: string): Promise<Fact> => {
    const fact = known(path);
    if (fact !== undefined) return fact;
    await load([path]);
    return facts.get(path) ?? ABSENT;
  };
  const children = (directory: string): readonly string[] => {
    listing.names ??= childrenOf(tree.entries.keys());
    return listing.names.get(directory) ?? [];
  };
  return { tree, known, look, load, text, children };
}

/** A file may have changed since the tree was listed. */
const isSurely = (entry: TreeEntry | undefined, bytes: Uint8Array): entry is TreeEntry & { readonly blob: string } =>
  entry?.blob !== undefined && isBlobOf(entry.blob, bytes);

function linkFact(entry: TreeEntry | undefined, link: { readonly hash: string; readonly target: string; readonly ignored: boolean }): Fact {
  const { hash, target, ignored } = link;
  return { kind: 'symlink', input: { hash, mode: '120000', ignored }, target, offDisk: entry?.offDisk === true };
}
