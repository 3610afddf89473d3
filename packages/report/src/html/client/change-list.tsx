// How are the changed objects listed, each under its app?
import type { AppResult } from '@fairway/contracts';
import { useMemo } from 'preact/hooks';
import { ancestry } from '../../app-tree.ts';
import { STATUS_MARK } from '../../labels.ts';
import { objectName } from '../../object-name.ts';
import { ChangeRow } from './change-row.tsx';
import { GrowingList } from './growing-list.tsx';
import { Place } from './place.tsx';
import type { ChangeItem, Index } from './view-model.ts';

type ListRow =
  | { readonly type: 'app'; readonly id: string; readonly count: number }
  | { readonly type: 'change'; readonly item: ChangeItem };

/** Objects under the heading of their app, in the order of the report. */
const rowsOf = (items: readonly ChangeItem[]): readonly ListRow[] =>
  [...Map.groupBy(items, (item) => item.change.app)].flatMap(([id, list]): readonly ListRow[] => [
    { type: 'app', id, count: list.length },
    ...list.map((item): ListRow => ({ type: 'change', item })),
  ]);

/** The objects that make the app, the topmost first, and where the last is written. */
const Via = ({ app, apps }: { readonly app: AppResult; readonly apps: Index['apps'] }) =>
  app.reconciler === undefined ? null : (
    <p class="hint via">
      via{' '}
      {ancestry(app, apps).flatMap(({ reconciler }, i) =>
        reconciler === undefined
          ? []
          : [
              <span key={i}>
                {i > 0 && ' → '}
                <span class="badge">{reconciler.object.kind}</span> {objectName(reconciler.object).slice(reconciler.object.kind.length + 1)}
              </span>,
            ],
      )}
      {app.reconciler.at !== undefined && (
        <>
          {' '}
          <Place at={app.reconciler.at} />
        </>
      )}
    </p>
  );

interface AppHeadProps {
  readonly id: string;
  readonly app: AppResult | undefined;
  readonly apps: Index['apps'];
  readonly count: number;
}

const AppHead = ({ id, app, apps, count }: AppHeadProps) => {
  const files = app?.touchedBy ?? [];
  return (
    <li class="app">
      <h3>
        <span class={`kind ${app?.status ?? ''}`} aria-hidden="true">
          {app === undefined ? '' : STATUS_MARK[app.status]}
        </span>
        {id}
        <span class="count">
          {app?.status ?? ''}, {count.toLocaleString('en-US')} {count === 1 ? 'object' : 'objects'}
        </span>
      </h3>
      {app !== undefined && <Via app={app} apps={apps} />}
      {files.length > 0 && (
        <p class="hint">
          because of <code>{files[0]}</code>
          {files.length > 1 && <span title={files.slice(1, 20).join('\n')}> and {files.length - 1} more</span>}
        </p>
      )}
    </li>
  );
};

export interface ChangeListProps {
  readonly index: Index;
  readonly items: readonly ChangeItem[];
  readonly target: string | undefined;
}

/** All changed objects that pass the filter. */
export const ChangeList = ({ index, items, target }: ChangeListProps) => {
  const rows = useMemo(() => rowsOf(items), [items]);
  const needed = target === undefined ? 0 : rows.findIndex((row) => row.type === 'change' && row.item.anchor === target) + 20;
  if (items.length === 0)
    return <p class="empty">{index.changes.length === 0 ? 'Nothing changes.' : 'No changed object passes the filter.'}</p>;
  return (
    <GrowingList items={rows} needed={needed}>
      {(row) =>
        row.type === 'app' ? (
          <AppHead key={`app ${row.id}`} id={row.id} app={index.apps.get(row.id)} apps={index.apps} count={row.count} />
        ) : (
          <ChangeRow key={row.item.anchor} item={row.item} />
        )
      }
    </GrowingList>
  );
};
