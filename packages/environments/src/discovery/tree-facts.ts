// What is in a tree that might be an app? Each file of interest is read once, many at a time.
import type { ReadResult, SourceTree, TreeEntry } from '@fairway/contracts';
import { UNREADABLE_CHART } from './chart-facts.ts';
import { type FileFacts, type FileRole, fileFacts, roleOf } from './file-facts.ts';
import { isBlobOf } from './git-blob.ts';
import { UNREADABLE } from './kustomization-facts.ts';
import { realPathIn } from './symlinks.ts';
import { baseName } from './tree-path.ts';

/** Facts of files by role and git blob, so that two sides of a comparison read equal files once. */
export type FactsMemo = Map<string, FileFacts>;

export interface TreeFacts {
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Path of a symlink → its target as written. */
  readonly links: ReadonlyMap<string, string>;
  readonly submodules: readonly string[];
  /** Files of interest that could not be read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Files per round trip: enough to be fast, few enough to keep memory small. */
const BATCH = 4096;
const NO_FACTS: FileFacts = { manifest: false, reconcilers: [] };

/** Reads the facts of all files of interest of a tree. */
export async function treeFacts(tree: SourceTree, memo: FactsMemo): Promise<TreeFacts> {
  const files = new Map<string, FileFacts>();
  const unread = new Map<string, string>();
  const wanted: TreeEntry[] = [];
  const links: string[] = [];
  const submodules: string[] = [];
  for (const entry of tree.entries.values()) {
    if (entry.kind === 'symlink') links.push(entry.path);
    else if (entry.kind === 'submodule') submodules.push(entry.path);
    else if (roleOf(entry.path) !== undefined && !takeFromMemo(entry, memo, files)) wanted.push(entry);
  }
  for (let start = 0; start < wanted.length; start += BATCH) {
    const batch = wanted.slice(start, start + BATCH);
    const results = await tree.read(batch.map((entry) => entry.path));
    for (const entry of batch) take(entry, results.get(entry.path), { memo, files, unread });
  }
  const targets = await readLinks(tree, links);
  await readLinked(tree, targets, { memo, files, unread });
  return { files, links: targets, submodules: submodules.toSorted(), unread };
}

/** A kustomization, chart or configuration file may itself be a symlink: what it says is in its target. */
async function readLinked(tree: SourceTree, links: ReadonlyMap<string, string>, taken: Taken): Promise<void> {
  const realPath = realPathIn(links);
  const wanted = [...links.keys()].flatMap((path) => {
    const role = roleOf(path);
    return role === undefined || role === 'yaml' ? [] : [{ path, target: realPath(path) }];
  });
  if (wanted.length === 0) return;
  const results = await tree.read(wanted.flatMap(({ target }) => target ?? []));
  for (const { path, target } of wanted) {
    const entry = { path, kind: 'file', executable: false } as const;
    const result = target === undefined ? undefined : results.get(target);
    take(entry, result?.kind === 'absent' ? undefined : result, taken);
  }
}

function memoKey(role: FileRole, blob: string): string {
  return `${role}:${blob}`;
}

function takeFromMemo(entry: TreeEntry, memo: FactsMemo, files: Map<string, FileFacts>): boolean {
  const role = roleOf(entry.path);
  const known = role === undefined || entry.blob === undefined ? undefined : memo.get(memoKey(role, entry.blob));
  if (known === undefined) return false;
  files.set(entry.path, known);
  return true;
}

interface Taken {
  readonly memo: FactsMemo;
  readonly files: Map<string, FileFacts>;
  readonly unread: Map<string, string>;
}

function take(entry: TreeEntry, result: ReadResult | undefined, { memo, files, unread }: Taken): void {
  const role = roleOf(entry.path) ?? 'yaml';
  if (result?.kind === 'absent') return;
  if (result?.kind !== 'file' || entry.lfs === true) {
    unread.set(entry.path, whyUnread(entry, result));
    files.set(entry.path, unreadable(role));
    return;
  }
  const facts = fileFacts(role, result.bytes);
  const kept = role !== 'yaml' && facts.kustomization === undefined && facts.chart === undefined && facts.text === undefined;
  if (kept) unread.set(entry.path, `too large for a ${baseName(entry.path)}: ${result.bytes.length} bytes`);
  const complete = kept ? { ...facts, ...unreadable(role) } : facts;
  files.set(entry.path, complete);
  if (entry.blob !== undefined && !kept && isBlobOf(entry.blob, result.bytes)) memo.set(memoKey(role, entry.blob), complete);
}

function whyUnread({ lfs }: TreeEntry, result: ReadResult | undefined): string {
  if (lfs === true) return 'a Git LFS pointer, and its content is not here';
  return result?.kind === 'too-large' ? `too large to be read: ${result.size} bytes` : 'not to be read: no plain file of this repository';
}

function unreadable(role: FileRole): FileFacts {
  if (role === 'kustomization') return { ...NO_FACTS, kustomization: UNREADABLE };
  return role === 'chart' ? { ...NO_FACTS, chart: UNREADABLE_CHART } : NO_FACTS;
}

async function readLinks(tree: SourceTree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const results = await tree.read(paths);
  const targets = paths.map((path) => [path, results.get(path)] as const);
  return new Map(targets.flatMap(([path, result]) => (result?.kind === 'symlink' ? [[path, result.target] as const] : [])));
}
