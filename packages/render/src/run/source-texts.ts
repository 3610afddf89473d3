// What do the input files say, for the checks, and are they still what was hashed?
import { hash } from 'node:crypto';
import type { ReadResult, SourceTree } from '@fairway/contracts';
import type { AppJob } from '../plan/app-job.ts';

/** Larger files are data, not something that a person edits line by line. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

export interface SourceTexts {
  /** Text of a file of the closures of the loaded jobs; undefined where it is absent, a link, too large, or no text. */
  readonly read: (path: string) => string | undefined;
  /** Files of a work tree that were written to since their hash was taken. What was rendered from them must not be kept. */
  readonly moved: ReadonlySet<string>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};

const expectedHashes = (jobs: readonly AppJob[]): ReadonlyMap<string, string> => {
  const hashes = new Map<string, string>();
  for (const { closure } of jobs) for (const [path, file] of closure.files) if (file.mode !== '120000') hashes.set(path, file.hash);
  return hashes;
};

/** Reads the closures of jobs of one tree in one go. Only a work tree can change under our feet: a commit is not hashed again. */
export const loadTexts = async (tree: SourceTree, jobs: readonly AppJob[]): Promise<SourceTexts> => {
  const hashes = expectedHashes(jobs);
  const contents: ReadonlyMap<string, ReadResult> =
    hashes.size === 0 ? new Map() : await tree.read(hashes.keys(), { maxBytes: MAX_TEXT_BYTES });
  const moved = new Set<string>();
  const bytes = new Map<string, Uint8Array>();
  for (const [path, content] of contents) {
    if (content.kind === 'file') bytes.set(path, content.bytes);
    const same = content.kind === 'too-large' || (content.kind === 'file' && hash('sha256', content.bytes) === hashes.get(path));
    if (tree.root !== undefined && !same) moved.add(path);
  }
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    const raw = bytes.get(path);
    if (raw === undefined) return undefined;
    if (!texts.has(path)) texts.set(path, textOf(raw));
    return texts.get(path);
  };
  return { read, moved };
};
