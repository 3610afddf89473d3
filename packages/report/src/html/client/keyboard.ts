// Which keys does the page answer to?

/** What the keys do; the page gives it. */
export interface KeyActions {
  readonly clear: () => void;
  readonly nextMode: () => void;
  readonly nextTheme: () => void;
  readonly help: () => void;
}

/** All keys, for the help. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['j  k', 'next, previous row'],
  ['Enter', 'open or close a row'],
  ['Escape', 'leave the search, close the row, then clear the filters'],
  ['d', 'unified, side by side, fields'],
  ['t', 'dark or light'],
  ['?', 'this help'],
];

const searchField = (): HTMLInputElement | null => document.querySelector('#search');

const rows = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=tabpanel]:not([hidden]) [data-row]')];

/** Height of the tabs, which stay above the list. */
const COVERED = 60;

/** Without a row in focus, the first one that is seen comes next. */
const nextPlace = (all: readonly HTMLElement[], step: 1 | -1): number => {
  const active = document.activeElement;
  const current = active instanceof HTMLElement ? active.closest('li') : null;
  const place = current === null ? -1 : all.findIndex((row) => row.closest('li') === current);
  return place < 0
    ? Math.max(
        0,
        all.findIndex((row) => row.getBoundingClientRect().top >= COVERED),
      )
    : place + step;
};

const move = (step: 1 | -1): void => {
  const all = rows();
  const next = all[Math.min(all.length - 1, Math.max(0, nextPlace(all, step)))];
  next?.focus({ preventScroll: true });
  next?.closest('li')?.scrollIntoView({ block: 'nearest' });
};

const leave = (actions: KeyActions): void => {
  const active = document.activeElement;
  if (active === searchField()) {
    searchField()?.blur();
    return;
  }
  const open = active?.closest('li')?.querySelector<HTMLElement>('[data-row][aria-expanded=true]');
  if (open) {
    open.click();
    open.focus();
  } else actions.clear();
};

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === 'search';

const bindings = (actions: KeyActions): Readonly<Record<string, () => void>> => ({
  '/': () => {
    searchField()?.focus();
    searchField()?.select();
  },
  j: () => move(1),
  k: () => move(-1),
  d: actions.nextMode,
  t: actions.nextTheme,
  '?': actions.help,
});

/** Listens until the returned function is called. Keys with Ctrl, Alt or Meta stay the browser's; so do all keys in an open dialog. */
export const listenToKeys = (actions: () => KeyActions): (() => void) => {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape') leave(actions());
    else if (!isTyping(event.target) && Object.hasOwn(bindings(actions()), event.key)) {
      event.preventDefault();
      bindings(actions())[event.key]?.();
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
};
