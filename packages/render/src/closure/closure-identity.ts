// Do two closures stand for the same input?
import { hash as digest } from 'node:crypto';
import type { InputClosure } from '../model.ts';

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * SHA-256 (hex) over what a renderer can see: each file's path, mode and content hash, the directories that are read whole with their
 * entries, and the paths that are probed and absent. Paths are quoted, so that no name can imitate another line. Findings, positions and
 * marks such as `ignored` are no part of it.
 */
export function closureIdentity(closure: InputClosure): string {
  const lines = [
    ...sorted(closure.files).map(([path, { mode, hash }]) => `file ${mode} ${hash} ${JSON.stringify(path)}`),
    ...sorted(closure.listings).map(([path, names]) => `list ${JSON.stringify(path)} ${JSON.stringify(names)}`),
    ...closure.absent.map((path) => `absent ${JSON.stringify(path)}`),
  ];
  return digest('sha256', lines.join('\n'));
}
