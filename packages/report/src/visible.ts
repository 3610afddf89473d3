// How is text from a repository shown, so that nothing in it is invisible, moves the cursor or turns the reading direction?

/** Controls, bidirectional marks (Trojan Source, CVE-2021-42574), zero-width characters, line separators, lone surrogates. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string): string => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line in which every character can be seen: a newline stands as `\n`, a right-to-left override as `\u202e`. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped);

/** The same for text of several lines: newlines and tabs stay. */
export const visibleLines = (text: string): string =>
  text.replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));

/** At most `length` characters of one visible line; the last is `…` where something was cut. Never splits a surrogate pair. */
export const bounded = (text: string, length: number): string => {
  const line = visible(text.length > length * 2 + 2 ? text.slice(0, length * 2 + 2) : text);
  const characters = [...line];
  return characters.length > length ? `${characters.slice(0, Math.max(0, length - 1)).join('')}…` : line;
};

/** Like `bounded`, but keeps the end: of a path, that is what tells. */
export const boundedStart = (text: string, length: number): string => {
  const characters = [...visible(text)];
  return characters.length > length ? `…${characters.slice(characters.length - Math.max(0, length - 1)).join('')}` : characters.join('');
};
