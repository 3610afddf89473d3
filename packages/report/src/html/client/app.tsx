// What is the page of a report?
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { gapCount, gapsOf, otherSkips } from '../../not-looked-at.ts';
import type { PageData } from '../page-data.ts';
import { AppTreeView } from './app-tree-view.tsx';
import { BoardView } from './board-view.tsx';
import { ChangeList } from './change-list.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { ErrorList, FindingList, NoteList, SkippedList } from './finding-list.tsx';
import { GapList } from './gap-list.tsx';
import { GraphView } from './graph-view.tsx';
import { KEYS, listenToKeys } from './keyboard.ts';
import type { PageState, TabName } from './page-context.ts';
import { PageContext } from './page-context.ts';
import { PageHead } from './page-head.tsx';
import type { DiffMode, Theme } from './preferences.ts';
import { applyTheme, otherTheme, savedMode, savedTheme, saveMode } from './preferences.ts';
import type { Tab } from './tabs.tsx';
import { Tabs } from './tabs.tsx';
import type { Filter, Index } from './view-model.ts';
import { indexOf, NO_FILTER, shownChanges, shownFindings } from './view-model.ts';

const hashTarget = (): string | undefined => {
  try {
    return location.hash.length > 1 ? decodeURI(location.hash.slice(1)) : undefined;
  } catch {
    return undefined;
  }
};

const NEXT_MODE: Readonly<Record<DiffMode, DiffMode>> = { unified: 'split', split: 'fields', fields: 'unified' };

const firstTab = (data: PageData): TabName =>
  data.report.changes.length > 0
    ? 'changes'
    : data.report.errors.length > 0
      ? 'errors'
      : data.report.findings.length > 0
        ? 'findings'
        : 'changes';

const tabsOf = (data: PageData, index: Index, filter: Filter, target: string | undefined): readonly Tab[] => {
  const { report } = index;
  const { picture } = data;
  const changes = shownChanges(index, filter);
  const findings = shownFindings(index, filter);
  const failed =
    report.apps.filter((app) => app.status === 'failed' && !report.errors.some((error) => error.app === app.id)).length +
    report.errors.length;
  const gaps = gapsOf(report);
  const made = report.apps.filter((app) => app.reconciler !== undefined).length;
  const fixed = (name: TabName, title: string, count: number, content: Tab['content']): readonly Tab[] =>
    count === 0 ? [] : [{ name, title, count, total: count, content }];
  return [
    {
      name: 'changes',
      title: 'Changes',
      count: changes.length,
      total: index.changes.length,
      content: () => <ChangeList index={index} items={changes} target={target} />,
    },
    ...fixed('apps', 'Apps', made, () => <AppTreeView report={report} />),
    ...fixed('graph', 'Graph', picture?.boxes.length ?? 0, () =>
      picture === undefined ? null : <GraphView picture={picture} apps={index.apps} />,
    ),
    {
      name: 'findings',
      title: 'Findings',
      count: findings.length,
      total: index.findings.length,
      content: () => <FindingList items={findings} total={index.findings.length} compared={report.base !== undefined} />,
    },
    ...fixed('errors', 'Errors', failed, () => <ErrorList report={report} />),
    ...fixed('gaps', 'Not looked at', gapCount(gaps), () => <GapList gaps={gaps} />),
    ...fixed('skipped', 'Skipped', otherSkips(report).length, () => <SkippedList report={report} />),
    ...fixed('notes', 'Notes', report.notes.length + report.tools.length, () => <NoteList report={report} />),
  ];
};

const Help = ({ onClose }: { readonly onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-label="Keys">
      <table class="keys">
        <tbody>
          {KEYS.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
};

/** A link to an object shows it, whatever the filters say. */
const useTarget = (show: (target: string) => void): string | undefined => {
  const [target, setTarget] = useState(hashTarget);
  useEffect(() => {
    const follow = (): void => {
      const next = hashTarget();
      if (next !== undefined) show(next);
      setTarget(undefined);
      setTimeout(() => setTarget(next));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return target;
};

/** The whole page. */
export const App = ({ data, printing }: { readonly data: PageData; readonly printing: boolean }) => {
  const index = useMemo(() => indexOf(data.report), [data]);
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [tab, setTab] = useState<TabName>(() => firstTab(data));
  const [mode, setMode] = useState<DiffMode>(savedMode);
  const [theme, setTheme] = useState<Theme>(savedTheme);
  const [help, setHelp] = useState(false);
  const open = useRef(new Set<string>()).current;
  const target = useTarget(() => {
    setFilter(NO_FILTER);
    setTab('changes');
  });
  const chooseMode = (next: DiffMode): void => {
    saveMode(next);
    setMode(next);
  };
  const turn = (): void => setTheme(otherTheme(theme));
  useEffect(() => applyTheme(theme), [theme]);
  const actions = useRef({
    clear: () => setFilter(NO_FILTER),
    nextMode: () => chooseMode(NEXT_MODE[mode]),
    nextTheme: turn,
    help: () => setHelp(true),
  });
  actions.current = { ...actions.current, nextMode: () => chooseMode(NEXT_MODE[mode]), nextTheme: turn };
  useEffect(() => listenToKeys(() => actions.current), []);
  const state: PageState = { filter, setFilter, tab, setTab, mode, setMode: chooseMode, open, target, printing, sourceUrl: data.sourceUrl };
  const tabs = useMemo(() => tabsOf(data, index, filter, target), [index, filter, target]);
  return (
    <PageContext.Provider value={state}>
      <PageHead data={data} onTheme={turn} onHelp={() => setHelp(true)} />
      <BoardView report={data.report} />
      <div class="columns">
        <FilterPanel index={index} />
        <Tabs tabs={tabs} />
      </div>
      <p class="unseen" role="status">
        {tabs.map((entry) => `${entry.title}: ${entry.count} of ${entry.total}`).join('. ')}
      </p>
      {help && <Help onClose={() => setHelp(false)} />}
    </PageContext.Provider>
  );
};
