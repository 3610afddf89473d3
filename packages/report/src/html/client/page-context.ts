// What do all parts of the page share?
import { createContext } from 'preact';
import type { DiffMode } from './preferences.ts';
import type { Filter } from './view-model.ts';
import { NO_FILTER } from './view-model.ts';

/** The lists of the page. */
export type TabName = 'changes' | 'apps' | 'graph' | 'findings' | 'errors' | 'gaps' | 'skipped' | 'notes';

/** The choices of the person, and how to change them. */
export interface PageState {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly tab: TabName;
  readonly setTab: (tab: TabName) => void;
  readonly mode: DiffMode;
  readonly setMode: (mode: DiffMode) => void;
  /** Anchors of the rows that are open. Kept outside of the rows, because a filter may take a row away and bring it back. */
  readonly open: Set<string>;
  /** Row to open and to scroll to. */
  readonly target: string | undefined;
  /** The page is being printed: everything is shown. */
  readonly printing: boolean;
  /** Where the files of the head are shown. */
  readonly sourceUrl: string | undefined;
}

const nothing = (): void => undefined;

export const PageContext = createContext<PageState>({
  filter: NO_FILTER,
  setFilter: nothing,
  tab: 'changes',
  setTab: nothing,
  mode: 'unified',
  setMode: nothing,
  open: new Set(),
  target: undefined,
  printing: false,
  sourceUrl: undefined,
});
