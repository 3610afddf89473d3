// Where does a path lead that is written in a file, before any link is followed?

/** `inside` is relative to the repository root with forward slashes, '' is the root itself. */
export type PathText = { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'absolute' } | { readonly kind: 'outside' };

/** Joins and cleans as Go's filepath.Join does: `..` is taken lexically, as kustomize takes it, before links are looked at. */
export function joinPath(directory: string, path: string): PathText {
  if (path.startsWith('/')) return { kind: 'absolute' };
  let at = directory;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') at = childPath(at, segment);
    else if (at === '') return { kind: 'outside' };
    else at = parentPath(at);
  }
  return { kind: 'inside', path: at };
}

/** Directory of a path; '' for what lies in the root. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Path of an entry of a directory; the directory '' is the root. */
export function childPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
