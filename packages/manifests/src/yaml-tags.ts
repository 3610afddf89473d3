// Which value does a scalar with an explicit tag stand for, to Kubernetes? Rules of go.yaml.in/yaml/v2 (`resolve.go`, `decode.go`).
import { type ResolvedScalar, resolvePlain } from './yaml-scalars.ts';

const LONG = 'tag:yaml.org,2002:';
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?)?$/;

/** `!!int` and `!<tag:yaml.org,2002:int>` → `int`; undefined for tags of nobody's schema. */
function coreTag(tag: string): string | undefined {
  if (tag.startsWith('!!')) return tag.slice(2);
  const verbatim = tag.startsWith('!<') ? tag.slice(2, -1) : '';
  return verbatim.startsWith(LONG) ? verbatim.slice(LONG.length) : undefined;
}

/** Is this the tag of a merge key? */
export function isMergeTag(tag: string): boolean {
  return coreTag(tag) === 'merge';
}

function decodeBase64(source: string): string | undefined {
  const text = source.replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('utf8');
}

function numberOrWord(core: string, source: string): ResolvedScalar | undefined {
  const resolved = resolvePlain(source);
  if (resolved.kind === core) return resolved;
  return core === 'float' && resolved.kind === 'int' ? { kind: 'float', value: resolved.value } : undefined;
}

/** Value of a tagged scalar; a tag that nobody knows leaves the text as it is. Undefined: the text does not fit its tag. */
export function resolveTagged(tag: string, source: string): ResolvedScalar | undefined {
  const core = coreTag(tag);
  if (core === 'binary') {
    const value = decodeBase64(source);
    return value === undefined ? undefined : { kind: 'str', value };
  }
  if (core === 'null' || core === 'bool' || core === 'int' || core === 'float') return numberOrWord(core, source);
  if (core === 'timestamp') return DATE.test(source) ? { kind: 'str', value: source } : undefined;
  return { kind: 'str', value: source };
}
