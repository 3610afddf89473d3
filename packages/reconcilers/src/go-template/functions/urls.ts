// Which functions take URLs apart and put them together, as Go's net/url does?
import { type FunctionTable, mapping, ofTexts } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import { type GoMap, mapOf, typeName } from '../values.ts';

interface Parts {
  readonly scheme: string;
  readonly opaque: string;
  readonly userinfo: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

function unescaped(text: string, what: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new GoTemplateFault(`unable to parse url: invalid URL escape in ${what}`);
  if (!text.includes('%')) return text;
  const bytes = text.replaceAll(/%[0-9A-Fa-f]{2}|[^%]+/g, (part) => {
    return part.startsWith('%') ? String.fromCharCode(Number.parseInt(part.slice(1), 16)) : Buffer.from(part, 'utf8').toString('latin1');
  });
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}

function checkHost(host: string): void {
  const port = /:([^:\]]*)$/.exec(host)?.[1];
  if (port !== undefined && !/^[0-9]*$/.test(port)) throw new GoTemplateFault(`unable to parse url: invalid port ":${port}" after host`);
  if (/[ <>"\\^`{}|]/.test(host)) throw new GoTemplateFault('unable to parse url: invalid character in host name');
}

function escapedUser(text: string): string {
  return encodeURIComponent(unescaped(text, 'userinfo').toWellFormed())
    .replaceAll(/%(24|26|2B|2C|3B|3D)/g, (code) => decodeURIComponent(code))
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parse(source: string): Parts {
  if (/[\p{Cc}]/u.test(source.replaceAll(/[\u0080-\u009f]/g, '')))
    throw new GoTemplateFault('unable to parse url: invalid control character in URL');
  const [before, fragment] = cut(source, '#');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(before)?.[1] ?? '';
  if (scheme === '' && /^:/.test(before)) throw new GoTemplateFault('unable to parse url: missing protocol scheme');
  const [rest, query] = cut(scheme === '' ? before : before.slice(scheme.length + 1), '?');
  const common = { scheme: scheme.toLowerCase(), query, fragment: unescaped(fragment, 'fragment') };
  if (scheme !== '' && !rest.startsWith('/')) return { ...common, opaque: rest, userinfo: '', host: '', path: '' };
  if (scheme === '' && !rest.startsWith('/') && /^[^/]*:/.test(rest)) {
    throw new GoTemplateFault('unable to parse url: first path segment in URL cannot contain colon');
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///')))
    return { ...common, opaque: '', userinfo: '', host: '', path: unescaped(rest, 'path') };
  const slash = rest.indexOf('/', 2);
  const authority = rest.slice(2, slash < 0 ? undefined : slash);
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  checkHost(host);
  const [user, password] = cut(authority.slice(0, Math.max(0, at)), ':');
  const userinfo = at < 0 ? '' : escapedUser(user) + (authority.slice(0, at).includes(':') ? `:${escapedUser(password)}` : '');
  return { ...common, opaque: '', userinfo, host: unescaped(host, 'host'), path: slash < 0 ? '' : unescaped(rest.slice(slash), 'path') };
}

function hostName(host: string): string {
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'));
  return host.replace(/:[0-9]*$/, '');
}

function toMap(source: string): GoMap {
  const parts = parse(source);
  return mapOf([...Object.entries(parts), ['hostname', hostName(parts.host)]]);
}

function entry(map: GoMap, key: string): string {
  const value = map.entries.get(key);
  if (value === undefined && !map.entries.has(key)) return '';
  if (typeof value === 'string') return value;
  throw new GoTemplateFault(`unable to parse ${key} key, must be of type string, but ${typeName(value)} found`);
}

function escapedPath(path: string, extra: string): string {
  return encodeURI(path.toWellFormed())
    .replaceAll(/[?#!'()*]/g, (char) => (extra.includes(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase()}`))
    .replaceAll(/%5B|%5D/g, (code) => code);
}

function join(map: GoMap): string {
  const at = (key: string) => entry(map, key);
  const [scheme, host, userinfo, opaque] = [at('scheme'), at('host'), at('userinfo'), at('opaque')];
  const path = escapedPath(at('path'), "!'()*");
  const [query, fragment] = [at('query'), at('fragment')];
  let out = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') out += opaque;
  else {
    if (scheme !== '' || host !== '' || userinfo !== '') {
      if (host !== '' || path !== '' || userinfo !== '') out += '//';
      if (userinfo !== '') out += `${parse(`proto://${userinfo}@host`).userinfo}@`;
      out += host;
    }
    if (path !== '' && !path.startsWith('/') && host !== '') out += '/';
    if (out === '' && /^[^/]*:/.test(path)) out += './';
    out += path;
  }
  return out + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${escapedPath(fragment, "!'()*?")}`);
}

export const URLS: FunctionTable = {
  urlParse: ofTexts(1, ([source = '']) => toMap(source)),
  urlJoin: { parameters: ['map'], call: (args) => join(mapping(args, 0)) },
};
