// How does a person move between the lists of the page?
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { TabName } from './page-context.ts';
import { PageContext } from './page-context.ts';

/** One list with its title and what it counts; `total` is what it would be without a filter. */
export interface Tab {
  readonly name: TabName;
  readonly title: string;
  readonly count: number;
  readonly total: number;
  readonly content: () => ComponentChildren;
}

const countText = (tab: Tab): string =>
  tab.count === tab.total
    ? tab.total.toLocaleString('en-US')
    : `${tab.count.toLocaleString('en-US')} of ${tab.total.toLocaleString('en-US')}`;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs after the ARIA pattern: arrow keys move, one panel is seen. When printed, all are. */
export const Tabs = ({ tabs }: { readonly tabs: readonly Tab[] }) => {
  const { tab, setTab, printing } = useContext(PageContext);
  const turn = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const place = tabs.findIndex((entry) => entry.name === tab);
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    setTab(next.name);
    document.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <main>
      <div class="tabs" role="tablist" aria-label="Lists" onKeyDown={turn}>
        {tabs.map((entry) => (
          <button
            type="button"
            role="tab"
            key={entry.name}
            id={`tab-${entry.name}`}
            aria-selected={entry.name === tab}
            aria-controls={`panel-${entry.name}`}
            tabIndex={entry.name === tab ? 0 : -1}
            onClick={() => setTab(entry.name)}
          >
            {entry.title} <span class={entry.name === 'gaps' ? 'count grave' : 'count'}>{countText(entry)}</span>
          </button>
        ))}
      </div>
      {tabs.map((entry) => (
        <section
          role="tabpanel"
          key={entry.name}
          id={`panel-${entry.name}`}
          aria-labelledby={`tab-${entry.name}`}
          hidden={!printing && entry.name !== tab}
        >
          <h2 class="printed">{entry.title}</h2>
          {(printing || entry.name === tab) && entry.content()}
        </section>
      ))}
    </main>
  );
};
