// Where in an archive does a path or a link lead?
import { FairwayError } from '@fairway/contracts';
import { shownWord } from './source-address.ts';

const HINT = 'An archive may only hold files below its own top. Nothing of it was used.';
const MAX_PATH = 1024;
/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

const escapes = (what: string): FairwayError => new FairwayError('path-escapes', `the archive holds ${what}`, { hint: HINT });

/** Path of an entry, without `./`; undefined for the top itself. Throws FairwayError (`path-escapes`). */
export const entryPath = (raw: string): string | undefined => {
  const refuse = (reason: string): FairwayError => escapes(`the path ${shownWord(raw)}, which ${reason}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f\\]/.test(raw)) throw refuse('has a backslash or a control character');
  if (raw.startsWith('/') || /^[A-Za-z]:/.test(raw)) throw refuse('is absolute');
  if (raw.length > MAX_PATH) throw refuse(`is longer than ${MAX_PATH} characters`);
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refuse('leads out of it');
  return parts.length === 0 ? undefined : parts.join('/');
};

/**
 * Follows links as an operating system would. Undefined: `..` stands behind something that `isDirectory` does not know.
 * @throws FairwayError path-escapes where a link leaves the archive or goes in circles
 */
export const followLinks = (
  start: string,
  links: ReadonlyMap<string, string>,
  isDirectory: (path: string) => boolean = () => true,
): string | undefined => {
  let left = start.split('/');
  let at: string[] = [];
  let followed = 0;
  while (left.length > 0) {
    const [part = '', ...rest] = left;
    left = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.length === 0) throw escapes(`the link ${shownWord(start)}, which leads out of it`);
      if (!isDirectory(at.join('/'))) return undefined;
      at = at.slice(0, -1);
      continue;
    }
    const target = links.get([...at, part].join('/'));
    if (target === undefined) {
      at = [...at, part];
      continue;
    }
    followed += 1;
    if (followed > MAX_LINKS) throw escapes(`the link ${shownWord(start)}, which leads in circles`);
    if (target.startsWith('/')) throw escapes(`the link ${shownWord(start)} to the absolute path ${shownWord(target)}`);
    left = [...target.split('/'), ...left];
  }
  return at.join('/');
};
