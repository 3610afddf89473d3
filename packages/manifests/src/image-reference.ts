// What does an image reference say? Grammar and normalisation of github.com/distribution/reference.

/** A reference taken apart. `registry` and `repository` are normalised: `nginx` is `docker.io` and `library/nginx`. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  /** registry/repository */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH = new RegExp(`^${PATH_PART}(?:/${PATH_PART})*$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const MAX_NAME = 255;

/** The first component is a registry when it looks like a host: it has a dot or a port, is `localhost`, or has capital letters. */
function splitRegistry(name: string): readonly [string, string] {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const host = slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const [registry, path] = host ? [first, name.slice(slash + 1)] : ['docker.io', name];
  const hub = registry === 'docker.io' || registry === 'index.docker.io';
  if (!hub) return [registry, path];
  return ['docker.io', path.includes('/') ? path : `library/${path}`];
}

/** Takes a reference apart; undefined when it is none (empty, capital letters in the path, a bare image id, a bad digest …). */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > 4096 || /^[a-f0-9]{64}$/.test(text)) return undefined;
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const tagged = at === -1 ? text : text.slice(0, at);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : tagged.slice(colon + 1);
  const [registry, repository] = splitRegistry(colon === -1 ? tagged : tagged.slice(0, colon));
  if (!DOMAIN.test(registry) || !PATH.test(repository)) return undefined;
  if ((tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const name = `${registry}/${repository}`;
  if (name.length > MAX_NAME) return undefined;
  return { registry, repository, name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
