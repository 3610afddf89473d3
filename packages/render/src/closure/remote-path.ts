// Does kustomize take this text for something that lives elsewhere? The rules are those of its api/internal/git/repospec.go and api/internal/loader/fileloader.go.

const SCHEMES = ['ssh://', 'https://', 'http://', 'file://'];
const REPOSITORY_SEGMENTS = 2;

/** Read over HTTP by kustomize's loader, wherever it loads a single file. Go's url.Parse needs no slashes after the scheme. */
export function isRemoteFile(path: string): boolean {
  return /^https?:/i.test(path);
}

interface Host {
  readonly scheme: string;
  readonly rest: string;
}

function separatorIndex(text: string, scpStyle: boolean): number {
  const slash = text.indexOf('/');
  const colon = text.indexOf(':');
  if (!scpStyle) return slash;
  return slash === -1 || (colon > 0 && colon < slash) ? colon : slash;
}

function splitHost(text: string): Host | undefined {
  const plain = /^git::/i.test(text) ? text.slice(5) : text;
  const scheme = SCHEMES.find((prefix) => plain.toLowerCase().startsWith(prefix)) ?? '';
  const afterScheme = plain.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(afterScheme)?.[0] ?? '';
  const afterUser = afterScheme.slice(user.length);
  const github = /^github\.com[/:]/i.test(afterUser);
  const scpStyle = scheme === '' && (user !== '' || github);
  if (scheme === '' && !scpStyle) return undefined;
  if (scheme === 'file://') return { scheme, rest: afterScheme };
  const separator = separatorIndex(afterUser, scpStyle);
  const host = separator === -1 ? afterUser : afterUser.slice(0, separator + 1);
  if (host === '' && !github) return undefined;
  return { scheme, rest: separator === -1 ? '' : afterUser.slice(separator + 1) };
}

interface RepositoryParts {
  readonly repository: string;
  readonly directory: string;
}

function splitAtMarker(path: string): RepositoryParts | undefined {
  const azure = path.indexOf('_git/');
  if (azure >= 0) {
    const [name = '', ...below] = path.slice(azure + 5).split('/');
    return { repository: path.slice(0, azure + 5) + name, directory: below.join('/') };
  }
  const double = path.indexOf('//');
  if (double >= 0) return { repository: path.slice(0, double), directory: path.slice(double + 2) };
  const suffix = path.indexOf('.git');
  return suffix < 0 ? undefined : { repository: path.slice(0, suffix + 4), directory: path.slice(suffix + 4) };
}

function splitByLength(path: string, scheme: string): RepositoryParts | undefined {
  if (scheme === 'file://') return { repository: path, directory: '' };
  const segments = path.split('/');
  if (segments.length < REPOSITORY_SEGMENTS) return undefined;
  return { repository: segments.slice(0, REPOSITORY_SEGMENTS).join('/'), directory: segments.slice(REPOSITORY_SEGMENTS).join('/') };
}

function leavesRepository(directory: string): boolean {
  const path = directory.replace(/^\//, '');
  if (path.startsWith('/')) return false;
  let depth = 0;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    depth += segment === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/** Would kustomize clone this as a git repository? */
export function isRepository(path: string): boolean {
  if (path.startsWith('/')) return false;
  const host = splitHost(path.split('?', 1)[0] ?? '');
  if (host === undefined) return false;
  const parts = splitAtMarker(host.rest) ?? splitByLength(host.rest, host.scheme);
  return parts !== undefined && parts.repository !== '' && !leavesRepository(parts.directory);
}

/** What a remote path most likely names: a single file, or a kustomization in a repository. */
export function remoteKind(path: string): 'base' | 'file' {
  const bare = path.split('?', 1)[0] ?? '';
  return isRepository(path) && !/\.(ya?ml|json)$/i.test(bare) ? 'base' : 'file';
}
