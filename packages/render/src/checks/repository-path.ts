// Where does a path lead that a kustomization names?

/** Resolves `path` against `directory`, both with forward slashes, relative to the repository root. Undefined for an absolute path, a URL or one that leaves the root. */
export const resolvePath = (directory: string, path: string): string | undefined => {
  if (path.startsWith('/') || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return undefined;
  const segments: string[] = [];
  for (const segment of `${directory}/${path}`.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
};

/** Is `path` inside `directory`? '' is the root, which contains everything. */
export const isInside = (path: string, directory: string): boolean =>
  directory === '' || path === directory || path.startsWith(`${directory}/`);
