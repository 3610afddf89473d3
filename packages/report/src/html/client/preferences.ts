// What does the page remember between visits, where the browser lets it?

/** The two ways to show a diff, and the plain list of fields. */
export type DiffMode = 'unified' | 'split' | 'fields';

/** `system` follows the setting of the operating system. */
export type Theme = 'system' | 'light' | 'dark';

const read = (key: string): string | undefined => {
  try {
    return localStorage.getItem(`fairway-${key}`) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Storage may be forbidden for files; then nothing is remembered. */
const write = (key: string, value: string): void => {
  try {
    localStorage.setItem(`fairway-${key}`, value);
  } catch {
    return;
  }
};

export const savedMode = (): DiffMode => {
  const mode = read('diff');
  return mode === 'split' || mode === 'fields' ? mode : 'unified';
};

export const saveMode = (mode: DiffMode): void => write('diff', mode);

export const savedTheme = (): Theme => {
  const theme = read('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};

/** Shows a theme and remembers it. */
export const applyTheme = (theme: Theme): void => {
  document.documentElement.dataset.theme = theme;
  write('theme', theme);
};

/** The theme after this one: the opposite of what is seen now. */
export const otherTheme = (theme: Theme): Theme => {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  return dark ? 'light' : 'dark';
};
