// Where does a path of the repository lead? Paths are relative to its root, with forward slashes; '' is the root itself.

/** Directory of a path; '' for a path at the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Segments of a directory; none for the root. */
export function segmentsOf(directory: string): readonly string[] {
  return directory === '' ? [] : directory.split('/');
}

/** Follows a relative path from a directory; undefined when it is absolute or leaves the repository. */
export function resolvePath(directory: string, relative: string): string | undefined {
  if (relative.startsWith('/')) return undefined;
  const result = [...segmentsOf(directory)];
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') result.push(segment);
    else if (result.pop() === undefined) return undefined;
  }
  return result.join('/');
}

/** Is the path the directory itself, or below it? */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

/** A path for a sentence: the root has a name too. */
export function showDirectory(directory: string): string {
  return directory === '' ? 'the root of the repository' : directory;
}
