// Which functions work on paths? They only look at the text.
import { posix } from 'node:path';
import { type FunctionTable, ofTexts } from '../function-types.ts';

/** Go's path.Clean. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

/** Go's path.Base. */
export function basePath(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's path.Dir. */
export function dirPath(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

const base = ofTexts(1, ([path = '']) => basePath(path));
const dir = ofTexts(1, ([path = '']) => dirPath(path));
const clean = ofTexts(1, ([path = '']) => cleanPath(path));
const ext = ofTexts(1, ([path = '']) => extension(path));
const isAbs = ofTexts(1, ([path = '']) => path.startsWith('/'));

export const PATHS: FunctionTable = {
  base,
  dir,
  clean,
  ext,
  isAbs,
  osBase: base,
  osDir: dir,
  osClean: clean,
  osExt: ext,
  osIsAbs: isAbs,
};
