// How is it listed which object makes which app?
import type { AppResult, Report } from '@fairway/contracts';
import { useContext, useMemo, useState } from 'preact/hooks';
import type { AppBranch } from '../../app-tree.ts';
import { flatBranches, reconciledTrees, withAncestors } from '../../app-tree.ts';
import { STATUS_MARK } from '../../labels.ts';
import { inEnvironmentOrder } from '../../outline.ts';
import { counted } from '../../prose.ts';
import { GrowingList } from './growing-list.tsx';
import { PageContext } from './page-context.ts';
import { Place } from './place.tsx';
import type { Filter } from './view-model.ts';

const passes = (filter: Filter, app: AppResult): boolean =>
  (filter.app === undefined || filter.app === app.app) &&
  (filter.envs.size === 0 || filter.envs.has(app.env)) &&
  filter.query
    .toLowerCase()
    .split(/\s+/)
    .every((term) => [app.id, app.root, app.reconciler?.object.kind, app.reconciler?.object.name].join('\n').toLowerCase().includes(term));

/** Rows that are seen: what passes the filter and what stands above it, nothing below a closed row. */
const rowsOf = (branches: readonly AppBranch[], kept: ReadonlySet<string>, closed: ReadonlySet<string>): readonly AppBranch[] => {
  const rows: AppBranch[] = [];
  const waiting = branches.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!kept.has(next.result.id)) continue;
    rows.push(next);
    if (!closed.has(next.result.id)) waiting.push(...next.children.toReversed());
  }
  return rows;
};

const statusText = (app: AppResult, count: number, compared: boolean): string => {
  if (app.status === 'failed' || app.status === 'skipped') return app.status;
  if (!compared) return counted(app.objects, 'object');
  return `${app.status}, ${counted(count, 'object')}`;
};

interface RowProps {
  readonly branch: AppBranch;
  readonly count: number;
  readonly compared: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

const AppRow = ({ branch, count, compared, open, onToggle }: RowProps) => {
  const { filter, setFilter, setTab } = useContext(PageContext);
  const { result, depth, children } = branch;
  const { reconciler } = result;
  const show = (): void => {
    setFilter({ ...filter, app: result.app, envs: new Set([result.env]) });
    setTab(result.status === 'failed' ? 'errors' : 'changes');
  };
  const isShown = count > 0 || result.status === 'failed';
  const words = statusText(result, count, compared);
  return (
    <li class="branch" style={{ '--depth': String(depth) }} data-app={result.id}>
      {children.length > 0 ? (
        <button type="button" class="twist" data-row aria-expanded={open} aria-label={`apps below ${result.id}`} onClick={onToggle} />
      ) : (
        <span class="twist" data-row tabIndex={-1} />
      )}
      <span class={`kind ${result.status}`} aria-hidden="true">
        {STATUS_MARK[result.status]}
      </span>
      <b>{result.id}</b>
      {reconciler !== undefined && (
        <span class="made">
          <span class="badge">{reconciler.object.kind}</span>{' '}
          {reconciler.object.namespace === undefined ? '' : `${reconciler.object.namespace}/`}
          {reconciler.object.name}
        </span>
      )}
      {result.status === 'unchanged' && compared ? (
        <span class="unseen">unchanged</span>
      ) : isShown ? (
        <button type="button" class={`cell ${result.status}`} onClick={show}>
          {words}
        </button>
      ) : (
        <span class="hint">{words}</span>
      )}
      {reconciler?.at !== undefined && (
        <span class="at">
          <Place at={reconciler.at} />
        </span>
      )}
    </li>
  );
};

/** The apps under the objects that make them; rows open and close. */
export const AppTreeView = ({ report }: { readonly report: Report }) => {
  const { filter, printing } = useContext(PageContext);
  const branches = useMemo(() => inEnvironmentOrder(report, reconciledTrees(report.apps), ({ result }) => result.env), [report]);
  const counts = useMemo(() => Map.groupBy(report.changes, (change) => change.app), [report]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const owners = useMemo(() => flatBranches(branches).filter(({ children }) => children.length > 0), [branches]);
  const kept = useMemo(() => withAncestors(branches, (app) => passes(filter, app)), [branches, filter]);
  const rows = useMemo(() => rowsOf(branches, kept, printing ? new Set() : closed), [branches, kept, closed, printing]);
  const toggle = (id: string): void => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  return (
    <>
      <p class="folding">
        <button type="button" class="plain" onClick={() => setClosed(new Set())}>
          Open all
        </button>
        <button type="button" class="plain" onClick={() => setClosed(new Set(owners.map(({ result }) => result.id)))}>
          Close all
        </button>
      </p>
      {rows.length === 0 ? (
        <p class="empty">No app passes the filter.</p>
      ) : (
        <GrowingList items={rows}>
          {(branch) => (
            <AppRow
              key={branch.result.id}
              branch={branch}
              count={counts.get(branch.result.id)?.length ?? 0}
              compared={report.base !== undefined}
              open={!closed.has(branch.result.id)}
              onToggle={() => toggle(branch.result.id)}
            />
          )}
        </GrowingList>
      )}
    </>
  );
};
