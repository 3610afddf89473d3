// Where does a path lead that is written in a file, before any link is followed?

/** `inside` is relative to the repository root with forward slashes, '' is the root itself. */
export type PathText = { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'absolute' } | { readonly kind: 'outside' };

/** Joins and cleans as Go's filepath.Join does: `..` is taken lexically, as kustomize takes it, before links are looked at. */
export function joinPath(directory: string, path: string): PathText {
  if (path.startsWith('/')) return { kind: 'absolute' };
  const segments = directory === '' ? [] : directory.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return { kind: 'outside' };
  }
  return { kind: 'inside', path: segments.join('/') };
}

/** Path of an entry of a directory; the directory '' is the root. */
export function childPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** Is `path` below `directory`, or the directory itself? */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}
