// Which files do the kustomizations of a tree name, and which of them only as a patch?
import type { KustomizationAt } from './layout.ts';
import type { RealPath } from './symlinks.ts';
import { baseName, directoryOf, resolvePath } from './tree-path.ts';

/** Follows a word of a kustomization from its directory, through symlinks; undefined when it is remote or leaves the repository. */
export type Follow = (directory: string, word: string) => string | undefined;

/** A follower over the symlinks of a tree. What it found is remembered; words of the own directory, the most by far, need no memory. */
export function followIn(realPath: RealPath): Follow {
  const seen = new Map<string, string | undefined>();
  return (directory, word) => {
    if (!word.includes('/') && word !== '..' && word !== '.') return realPath(directory === '' ? word : `${directory}/${word}`);
    const key = `${directory}\0${word}`;
    if (!seen.has(key)) {
      const path = isRemote(word) ? undefined : resolvePath(directory, word);
      seen.set(key, path === undefined ? undefined : realPath(path));
    }
    return seen.get(key);
  };
}

function isRemote(word: string): boolean {
  return word.includes('://') || word.startsWith('git@') || word.startsWith('github.com/');
}

export interface TakenContext {
  readonly follow: Follow;
  /** The tree has symlinks, so that a word of the own directory may lead elsewhere. */
  readonly links: boolean;
}

/** Says whether some kustomization names a file. Most words name a file of their own directory: those are looked up where they stand, only the others are followed, and only when asked. */
export function takenFiles(
  kustomizations: ReadonlyMap<string, KustomizationAt>,
  { follow, links }: TakenContext,
): (path: string) => boolean {
  let far: ReadonlySet<string> | undefined;
  const farFiles = (): ReadonlySet<string> => {
    const words = (list: readonly string[]): readonly string[] => (links ? list : list.filter((word) => word.includes('/')));
    far ??= followAll(kustomizations, ({ facts }) => words(facts.words), follow);
    return far;
  };
  return (path) => kustomizations.get(directoryOf(path))?.facts.words.includes(baseName(path)) === true || farFiles().has(path);
}

/** Says whether a file is named as a patch and by nothing else. */
export function patchFiles(kustomizations: ReadonlyMap<string, KustomizationAt>, follow: Follow): (path: string) => boolean {
  let patches: ReadonlySet<string> | undefined;
  let built: ReadonlySet<string> | undefined;
  return (path) => {
    patches ??= followAll(kustomizations, ({ facts }) => facts.patches, follow);
    built ??= followAll(kustomizations, ({ facts }) => facts.builds, follow);
    return patches.has(path) && !built.has(path);
  };
}

function followAll(
  kustomizations: ReadonlyMap<string, KustomizationAt>,
  wordsOf: (kustomization: KustomizationAt) => readonly string[],
  follow: Follow,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const kustomization of kustomizations.values()) {
    for (const word of wordsOf(kustomization)) {
      const path = follow(kustomization.directory, word);
      if (path !== undefined) found.add(path);
    }
  }
  return found;
}
