// How is a value of a stranger's file shown in a sentence: short, on one line, with nothing that a terminal would obey?

const MAX_SHOWN = 60;

/** User and password of an address: they must not reach a log. */
const CREDENTIALS = /:\/\/[^/@\s]*@/g;

/** Text in single quotes; control characters escaped, credentials of addresses left out, long text cut. */
export function quote(text: string): string {
  const plain = text.replace(CREDENTIALS, '://…@');
  const cut = plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain;
  return `'${escapeControls(cut)}'`;
}

/** Control characters, line separators and direction overrides as \u escapes. */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** "a list", "the number 1.30", "'x'": what was found. `source` is the text as written, where it says more than the value. */
export function showFound(value: unknown, source?: string): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number') return `the number ${escapeControls(source ?? String(value)).slice(0, MAX_SHOWN)}`;
  return String(value);
}

/** "dev, test or prod" */
export function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => escapeControls(String(value)));
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** Place in a configuration file as people write it: `environments.prod.promoteFrom[0]`. */
export function showPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return escapeControls(text.replace(/^\./, ''));
}
