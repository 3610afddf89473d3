// How are sources shown, as a table and as JSON?
import type { FairwayError, LockedSource, SourceRequest } from '@fairway/contracts';

/** What was asked for, without where. */
export const askedText = (request: SourceRequest): string => {
  const text = request.kind === 'chart' ? request.version : request.reference;
  if (text !== '') return text;
  return request.kind === 'git' ? 'default branch' : request.kind === 'oci' ? 'latest' : 'newest';
};

/** Long digests and commits by their start; versions whole. */
export const shortText = (resolved: string): string =>
  /^(sha256:)?[0-9a-f]{40,64}$/.test(resolved) ? resolved.replace(/^sha256:/, '').slice(0, 12) : resolved;

export const shortDigest = ({ digest }: LockedSource): string => digest.slice('sha256:'.length, 'sha256:'.length + 12);

/** Text of a repository is data: nothing of it moves a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

/** Columns as wide as their widest text; the last is not padded. Ends with a line break, or is empty. */
export const tableText = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const all = [head, ...rows].map((row) => row.map(plain));
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) => `${row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ')}\n`).join('');
};

export const errorJson = (error: FairwayError | undefined) =>
  error === undefined ? {} : { error: { code: error.code, message: error.message, hint: error.hint } };
