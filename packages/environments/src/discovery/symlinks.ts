// Where does a path end once its symlinks are followed, without ever leaving the repository?
import { directoryOf, resolvePath } from './tree-path.ts';

/** Follows symlinks at any segment. Undefined: leaves the repository, or goes round in a circle. */
export type RealPath = (path: string) => string | undefined;

const MAX_HOPS = 40;

/** A resolver over the symlinks of a tree (path → target as written). Targets of links are taken relative to the link. */
export function realPathIn(links: ReadonlyMap<string, string>): RealPath {
  if (links.size === 0) return (path) => path;
  return (path) => {
    let current = path;
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const next = followFirst(current, links);
      if (next === 'no link') return current;
      if (next === undefined) return undefined;
      current = next.path;
    }
    return undefined;
  };
}

function followFirst(path: string, links: ReadonlyMap<string, string>): { readonly path: string } | undefined | 'no link' {
  const segments = path.split('/');
  for (let count = 1; count <= segments.length; count += 1) {
    const head = segments.slice(0, count).join('/');
    const target = links.get(head);
    if (target === undefined) continue;
    const landed = resolvePath(directoryOf(head), target);
    if (landed === undefined) return undefined;
    const rest = segments.slice(count);
    return { path: [landed, ...rest].filter((segment) => segment !== '').join('/') };
  }
  return 'no link';
}
