// Does a pattern of an AppProject fit an address, a namespace or a kind?
import { globMatches } from './app-source-glob.ts';

const SSH = /^(?:ssh:\/\/)?[^/:@]*@[^@]+$/;
/** Characters that Go's url package writes as %XX in a path, which then fits no pattern that holds them. */
const ESCAPED = /[{}|\\^`<>" ]/;

function escapedPath(url: string): string {
  const scheme = url.indexOf('://');
  const slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  if (slash < 0) return url;
  const end = url.slice(slash).search(/[?#]/);
  const path = end < 0 ? url.slice(slash) : url.slice(slash, slash + end);
  if (!ESCAPED.test(path)) return url;
  const percent = (char: string) => `%${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
  return url.slice(0, slash) + path.replaceAll(/[{}|\\^`<>" *[\]!'()]/g, percent) + url.slice(slash + path.length);
}

/** How Argo CD compares the addresses of repositories: small letters, no `.git`, one form for SSH. */
export function normalRepository(url: string): string {
  let normal = url.trim().toLowerCase();
  if (SSH.test(normal) && !normal.startsWith('ssh://')) normal = `ssh://${normal.replace(':', '/')}`;
  normal = escapedPath(normal.endsWith('.git') ? normal.slice(0, -4) : normal);
  return normal.startsWith('ssh://') ? normal.slice('ssh://'.length) : normal;
}

export function isDenied(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** A pattern with `!` fits what it does not name. */
export function patternFits(pattern: string, text: string, separator?: '/'): boolean {
  if (isDenied(pattern)) return !globMatches(pattern.slice(1), text, { dialect: 'gobwas', separator });
  return pattern === '*' || globMatches(pattern, text, { dialect: 'gobwas', separator });
}

/** May a project take this repository? A `!` pattern that names it wins over all others. */
export function sourcePermitted(patterns: readonly string[], repoURL: string): boolean {
  const normal = normalRepository(repoURL);
  let fits = false;
  for (const pattern of patterns) {
    const denied = isDenied(pattern);
    const wanted = denied ? `!${normalRepository(pattern.slice(1))}` : normalRepository(pattern);
    if (patternFits(wanted, normal, '/')) fits = true;
    else if (denied) return false;
  }
  return fits;
}

export interface DestinationPattern {
  readonly server: string;
  readonly name: string;
  readonly namespace: string;
}

/** May a project write there? `server` and `name` are of one cluster; '' is a part that is not known, and fits nothing. */
export function destinationPermitted(patterns: readonly DestinationPattern[], destination: DestinationPattern): boolean {
  let fits = false;
  for (const pattern of patterns) {
    const name = destination.name !== '' && patternFits(pattern.name, destination.name);
    const server = destination.server !== '' && patternFits(pattern.server, destination.server);
    const namespace = patternFits(pattern.namespace, destination.namespace);
    if ((server || name) && namespace) fits = true;
    else if ((!name && isDenied(pattern.name)) || (!server && isDenied(pattern.server) && namespace)) return false;
    else if (!namespace && isDenied(pattern.namespace) && server) return false;
  }
  return fits;
}

export interface KindPattern {
  readonly group: string;
  readonly kind: string;
  /** Of cluster-scoped objects only; '' is any. */
  readonly name: string;
}

/** Is a kind on a list of a project? */
export function kindListed(list: readonly KindPattern[], object: KindPattern): boolean {
  const fits = (pattern: string, text: string) => globMatches(pattern, text, { dialect: 'match', separator: '/' });
  return list.some(
    ({ group, kind, name }) => fits(kind, object.kind) && fits(group, object.group) && (name === '' || fits(name, object.name)),
  );
}
