// Where do two renderings of the same inputs differ?
import { escapeSegment, isRecord } from '@fairway/manifests';

/** More than this says nothing new. */
const MOST = 20;

const walk = (a: unknown, b: unknown, path: string, found: string[]): void => {
  if (found.length >= MOST || Object.is(a, b)) return;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index += 1) walk(a[index], b[index], `${path}/${index}`, found);
    return;
  }
  if (!isRecord(a) || !isRecord(b)) {
    found.push(path);
    return;
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  for (const key of keys) walk(a[key], b[key], `${path}/${escapeSegment(key)}`, found);
};

/** JSON pointers (RFC 6901) of the first 20 places that differ; '' is the value itself. */
export const differingPointers = (a: unknown, b: unknown): readonly string[] => {
  const found: string[] = [];
  walk(a, b, '', found);
  return found;
};
