// Which programs of this name are on PATH, leaving out what a repository could have put there?
import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { fileFacts } from './identity-memo.ts';
import { isBelow } from './paths.ts';

/** A program on PATH, or the reason why it cannot stand for a pinned one. */
export type PathCandidate =
  | { readonly path: string; readonly usable: true }
  | { readonly path: string; readonly usable: false; readonly reason: string };

const judge = async (path: string, program: string, workTree: string | undefined): Promise<PathCandidate | undefined> => {
  const facts = await fileFacts(path, []);
  if (!facts) return undefined;
  if (workTree !== undefined && (isBelow(path, workTree) || isBelow(facts.path, workTree)))
    return { path, usable: false, reason: 'lies in the repository' };
  if (facts.script) return { path, usable: false, reason: 'is a script, whose checksum says nothing about the program that it starts' };
  // A version manager's shim is one program under many names, which picks the real one by configuration files.
  if (!basename(await realpath(path)).includes(program)) return { path, usable: false, reason: 'is a link to a program of another name' };
  return { path, usable: true };
};

/** Candidates in the order of PATH, names in the order given. Relative and empty entries of PATH are passed over: they mean the work tree. */
export const searchPath = async (
  path: string | undefined,
  programs: readonly string[],
  workTree: string | undefined,
): Promise<readonly PathCandidate[]> => {
  const directories = [...new Set((path ?? '').split(':').filter((entry) => isAbsolute(entry)))];
  const found: PathCandidate[] = [];
  for (const directory of directories) {
    for (const name of programs) {
      const candidate = await judge(join(directory, name), programs[0] ?? name, workTree);
      if (candidate) found.push(candidate);
    }
  }
  return found;
};

/** The program that PATH names first, whatever it is: go, gpg, cosign. Relative entries and the repository are left out. */
export const findOnPath = async (program: string, path: string | undefined, workTree: string | undefined): Promise<string | undefined> => {
  for (const directory of (path ?? '').split(':')) {
    const candidate = join(directory, program);
    if (!isAbsolute(directory) || (workTree !== undefined && isBelow(candidate, workTree))) continue;
    if (await fileFacts(candidate, [])) return candidate;
  }
  return undefined;
};
