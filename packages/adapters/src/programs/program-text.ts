// Which part of a program's messages does a person get to see?

/** Takes absolute directories out of a message, the longest first: `/tmp/x/apps/a.yaml` becomes `apps/a.yaml`. */
export const stripRoots = (text: string, roots: readonly string[]): string => {
  let result = text;
  for (const root of [...roots].sort((a, b) => b.length - a.length)) {
    if (root === '' || root === '/') continue;
    const bare = root.replace(/\/+$/, '');
    result = result.replaceAll(`${bare}/`, '').replaceAll(bare, '.');
  }
  return result;
};

/** Takes user names and passwords out of addresses. */
export const hideCredentials = (text: string): string => text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, '$1***@');

/** The last lines of a text, at most 200 and 64 KiB, so that an error never drags a whole log along. */
export const lastLines = (
  text: string,
  limits: { readonly lines: number; readonly characters: number } = { lines: 200, characters: 65_536 },
): string => {
  const tail = text.length > limits.characters ? text.slice(-limits.characters) : text;
  return tail
    .split('\n')
    .slice(-limits.lines - 1)
    .join('\n');
};

/** The last line that says anything, without control characters; empty where there is none. */
export const lastLine = (text: string): string => {
  const lines = text.split(/\r?\n/).map((line) => stripControls(line).trim());
  return lines.findLast((line) => line !== '') ?? '';
};

/** Takes out terminal sequences and other control characters except line feed and tab: a message must not steer a terminal. */
export const stripControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
