// How do results reach a person's disk whole, or not at all?
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { FairwayError, InputError, type OutputPort } from '@fairway/contracts';
import { diskError, writeFiles } from './write-files.ts';

/** File at the top of every tree that we write; its shape says that the tree is ours: `schemaVersion`, and the lists `apps` and `tools`. */
export const MARKER_FILE = 'index.json';

/**
 * Writes trees and files atomically: a reader sees the old state or the new one, and an error leaves the old one.
 */
export const createOutput = (): OutputPort => ({
  /** @throws InputError where the directory holds something that we did not write; FairwayError disk-failed, path-escapes */
  replaceTree: async (directory, files) => {
    const target = resolve(directory);
    requireOurs(target);
    const next = sibling(target);
    try {
      mkdirSync(dirname(target), { recursive: true });
      mkdirSync(next);
      const encoder = new TextEncoder();
      writeFiles(
        next,
        new Map([...files].map(([path, text]) => [path, { kind: 'file', bytes: encoder.encode(text), executable: false } as const])),
      );
      swap(next, target);
    } catch (error) {
      discard(next);
      // Named is the directory that was asked for, not the one beside it that the files went into.
      if (error instanceof FairwayError) throw error.code === 'disk-failed' ? diskError(target, error.cause) : error;
      throw diskError(target, error);
    }
  },
  /** @throws FairwayError disk-failed */
  writeFile: async (path, text) => {
    const target = resolve(path);
    const next = sibling(target);
    try {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(next, text, { flag: 'wx' });
      renameSync(next, target);
    } catch (error) {
      discard(next);
      throw diskError(target, error);
    }
  },
});

const sibling = (target: string): string => join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);

const discard = (path: string): void => {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The error that led here says more.
  }
};

/** Two renames; if the second fails the old tree goes back to its place. */
const swap = (next: string, target: string): void => {
  const old = sibling(target);
  const there = lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  if (there) renameSync(target, old);
  try {
    renameSync(next, target);
  } catch (error) {
    if (there) renameSync(old, target);
    throw error;
  }
  if (there) discard(old);
};

const requireOurs = (target: string): void => {
  const stat = lstatSync(target, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw refusal(target, 'it is no directory');
  const names = readdirSync(target);
  if (names.length === 0 || (names.includes(MARKER_FILE) && isMarker(join(target, MARKER_FILE)))) return;
  throw refusal(target, 'it is not empty and was not written by fairway');
};

const isMarker = (path: string): boolean => {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof content !== 'object' || content === null) return false;
    const lists = ['apps', 'tools'].map((name): unknown => Reflect.get(content, name));
    return typeof Reflect.get(content, 'schemaVersion') === 'number' && lists.every(Array.isArray);
  } catch {
    return false;
  }
};

const refusal = (target: string, reason: string): InputError =>
  new InputError('input-invalid', `${target} is not replaced: ${reason}`, {
    hint: 'Name a new or empty directory, or one that an earlier run wrote.',
  });
