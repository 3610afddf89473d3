// What do the links of an archive stand for, once it is a plain list of files?
import { FairwayError } from '@fairway/contracts';
import { followLinks } from './archive-paths.ts';
import { shownWord } from './source-address.ts';

interface Limits {
  readonly files: number;
  readonly unpackedBytes: number;
}

const tooMuch = (limits: Limits): FairwayError =>
  new FairwayError('tool-untrusted', `the archive unpacks to more than ${limits.files} files or ${limits.unpackedBytes} bytes`, {
    hint: 'Links count as copies of what they lead to. Nothing of it was used.',
  });

const parentsOf = (path: string): readonly string[] => {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'));
};

/** Direct members of each directory, links included. */
const membersOf = (paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> => {
  const members = new Map<string, Set<string>>();
  for (const path of paths) {
    for (const child of [...parentsOf(path), path]) {
      const parent = child.slice(0, Math.max(0, child.lastIndexOf('/')));
      const known = members.get(parent);
      if (known === undefined) members.set(parent, new Set([child]));
      else known.add(child);
    }
  }
  return members;
};

/**
 * Files with every link replaced by what it leads to: a file, or all that a directory holds. A link to nothing stands for nothing.
 * @throws FairwayError path-escapes where a link leaves the archive or holds itself; tool-untrusted where it becomes too much
 */
export const copyLinks = (
  files: ReadonlyMap<string, Uint8Array>,
  links: ReadonlyMap<string, string>,
  limits: Limits,
): ReadonlyMap<string, Uint8Array> => {
  if (links.size === 0) return files;
  const members = membersOf([...files.keys(), ...links.keys()]);
  const copied = new Map(files);
  let bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  let visits = 0;

  const copy = (from: string, to: string, inside: readonly string[]): void => {
    visits += 1;
    if (visits > limits.files * 4) throw tooMuch(limits);
    const real = followLinks(from, links, (path) => members.has(path));
    if (real === undefined) return;
    const content = files.get(real);
    if (content !== undefined) {
      if (!copied.has(to)) bytes += content.length;
      copied.set(to, content);
      if (copied.size > limits.files || bytes > limits.unpackedBytes) throw tooMuch(limits);
      return;
    }
    if (inside.includes(real) || real === '' || `${to}/`.startsWith(`${real}/`))
      throw new FairwayError('path-escapes', `the archive holds the link ${shownWord(to)} to a directory that it lies in`, {
        hint: 'Its content would never end. Nothing of it was used.',
      });
    for (const member of members.get(real) ?? []) copy(member, `${to}${member.slice(real.length)}`, [...inside, real]);
  };
  for (const path of links.keys()) copy(path, path, []);
  return copied;
};
