// What do we tell a person whose file names a path that cannot be used?
import type { SourceLocation } from '@fairway/contracts';
import type { ClosureProblem } from '../model.ts';
import type { Resolved } from './resolve-path.ts';

/** What names the path: the words in front of it, e.g. `resources entry`. */
export interface Naming {
  readonly what: string;
  readonly path: string;
  /** As a person wrote it, relative to `base`, where that is not `path` itself. */
  readonly written?: string;
  /** Directory that the path is relative to. */
  readonly base: string;
  readonly at: SourceLocation;
}

function show(directory: string): string {
  return directory === '' ? 'the root of the repository' : directory;
}

function problem(naming: Naming, code: ClosureProblem['code'], tail: string, hint: string): ClosureProblem {
  return { code, message: `${naming.what} ${JSON.stringify(naming.written ?? naming.path)} ${tail}`, hint, at: naming.at };
}

/** An absolute path, or one whose `..` leave the repository. */
export function escapesProblem(naming: Naming, kind: 'absolute' | 'outside'): ClosureProblem {
  const tail = kind === 'absolute' ? 'is an absolute path' : 'leaves the repository';
  return problem(naming, 'path-escapes', tail, `Name a path inside the repository, relative to ${show(naming.base)}.`);
}

export function missingProblem(naming: Naming, first: string): ClosureProblem {
  const hint = `${first} is not there. Correct the path, which is relative to ${show(naming.base)}, or add what it names.`;
  return problem(naming, 'file-unreadable', 'does not exist', hint);
}

/** The path leads to something of another kind than it should. */
export function kindProblem(naming: Naming, found: 'directory' | 'file'): ClosureProblem {
  const expected = found === 'directory' ? 'a file' : 'a directory';
  return problem(naming, 'file-unreadable', `is a ${found}, expected ${expected}`, `Name ${expected} here.`);
}

/** Why a path that was followed leads nowhere that can be read; undefined: it leads to a file or a directory. */
export function resolvedProblem(naming: Naming, resolved: Resolved): ClosureProblem | undefined {
  switch (resolved.kind) {
    case 'file':
    case 'directory':
      return undefined;
    case 'absent':
      return missingProblem(naming, resolved.first);
    case 'not-directory':
      return problem(naming, 'file-unreadable', `goes on below ${resolved.path}, which is a file`, 'Correct the path.');
    case 'submodule':
      return problem(
        naming,
        'file-unreadable',
        `lies in the git submodule ${resolved.path}, which is not read`,
        'Copy what is needed into this repository, or leave the app out in fairway.yaml with a reason.',
      );
    case 'too-large':
      return problem(naming, 'file-unreadable', 'is larger than 64 MiB', 'Keep files of this size out of what is rendered.');
    case 'outside':
      return problem(
        naming,
        'path-escapes',
        `leads out of the repository: ${resolved.link} is a link to ${resolved.target}`,
        'Replace the link by a copy, or by a link to a place inside the repository.',
      );
    case 'loop':
      return problem(naming, 'file-unreadable', `never ends: ${resolved.link} is a link that leads back to itself`, 'Correct the link.');
  }
}
