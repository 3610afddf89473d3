// Does a name match a pattern of a kustomization? kustomize reads patterns with RE2, so they cannot blow up; nor can they here.
import { RE2JS } from 're2js';

export type Match = (value: string) => boolean;

const SPECIAL = /[\\^$.|?*+()[\]{}]/;
const IMAGE_TAIL = /^(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$/;
const KEPT = 1024;
const compiled = new Map<string, Match | undefined>();

const compile = (pattern: string): Match | undefined => {
  try {
    const expression = RE2JS.compile(pattern);
    return (value) => expression.matcher(value).find();
  } catch {
    return undefined;
  }
};

/** Unanchored match with RE2. Compiling is slow, and apps of one repository share their patterns. */
const expression = (pattern: string): Match | undefined => {
  if (compiled.has(pattern)) return compiled.get(pattern);
  const found = compile(pattern);
  const [oldest] = compiled.size < KEPT ? [] : compiled.keys();
  if (oldest !== undefined) compiled.delete(oldest);
  compiled.set(pattern, found);
  return found;
};

/** The whole value matches. Undefined: not a valid pattern. An absent pattern matches everything. */
export const wholeMatch = (pattern: string | undefined): Match | undefined => {
  if (pattern === undefined || pattern === '.*') return () => true;
  return SPECIAL.test(pattern) ? expression(`^(?:${pattern})$`) : (value) => value === pattern;
};

/** Literal but for dots, which stand for any character: what nearly every image name is. */
const dottedMatch =
  (name: string): Match =>
  (value) => {
    if (value.length < name.length) return false;
    for (let at = 0; at < name.length; at += 1) if (name[at] !== '.' && name[at] !== value[at]) return false;
    return IMAGE_TAIL.test(value.slice(name.length));
  };

/** The pattern is the name of an image, followed by tag and digest or nothing (internal/image/image.go). Undefined: not a valid pattern. */
export const imageNameMatch = (name: string): Match | undefined =>
  SPECIAL.test(name.replaceAll('.', '')) ? expression(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`) : dottedMatch(name);
