// How does the board look, and what does a click in it do?
import type { AppResult, Report } from '@fairway/contracts';
import { useContext, useMemo, useState } from 'preact/hooks';
import type { Board } from '../../board.ts';
import { boardOf, loudColumns } from '../../board.ts';
import { environmentLabel, STATUS_MARK } from '../../labels.ts';
import { isGap } from '../../not-looked-at.ts';
import { counted } from '../../prose.ts';
import { PageContext } from './page-context.ts';
import type { Filter } from './view-model.ts';

const ROWS = 16;
/** Where nothing was compared, so many apps are seen at once. */
const FEW = 100;
/** With more environments than fit the window, those where nothing happens are shown when asked for. */
const COLUMNS = 6;

/** Where the board fills the window, the answer to a click would be out of sight. */
const showLists = (): void => {
  const lists = document.querySelector('.columns');
  if (lists !== null && lists.getBoundingClientRect().top > innerHeight * 0.7) lists.scrollIntoView({ block: 'start' });
};

const isOnly = (filter: Filter, app: string | undefined, env: string | undefined): boolean =>
  filter.app === app && (env === undefined ? filter.envs.size === 0 : filter.envs.size === 1 && filter.envs.has(env));

interface CellProps {
  readonly cell: AppResult | undefined;
  readonly count: number;
  /** Without a comparison a cell says how many objects there are. */
  readonly compared: boolean;
}

const Cell = ({ cell, count, compared }: CellProps) => {
  const { filter, setFilter, setTab } = useContext(PageContext);
  if (cell === undefined) return <td class="void" />;
  if (cell.status === 'unchanged')
    return (
      <td class="quiet" title={`${cell.id}: ${compared ? 'unchanged, ' : ''}${counted(cell.objects, 'object')}`}>
        <span aria-hidden="true">{compared ? STATUS_MARK.unchanged : cell.objects.toLocaleString('en-US')}</span>
        <span class="unseen">{compared ? 'unchanged' : counted(cell.objects, 'object')}</span>
      </td>
    );
  const pressed = isOnly(filter, cell.app, cell.env);
  const choose = (): void => {
    setFilter({ ...filter, app: pressed ? undefined : cell.app, envs: new Set(pressed ? [] : [cell.env]) });
    setTab(cell.status === 'failed' ? 'errors' : cell.status === 'skipped' ? (isGap(cell.reason ?? '') ? 'gaps' : 'skipped') : 'changes');
    showLists();
  };
  const words = count > 0 ? count.toLocaleString('en-US') : cell.status;
  return (
    <td>
      <button
        type="button"
        class={`cell ${cell.status}`}
        aria-pressed={pressed}
        title={`${cell.id}: ${cell.reason ?? cell.status}`}
        onClick={choose}
      >
        <span aria-hidden="true">{STATUS_MARK[cell.status]}</span> {words}
        <span class="unseen">
          {' '}
          {cell.status} in {cell.env}
        </span>
      </button>
    </td>
  );
};

const Heading = ({ name, scope }: { readonly name: string; readonly scope: 'row' | 'col' }) => {
  const { filter, setFilter } = useContext(PageContext);
  const pressed = scope === 'row' ? isOnly(filter, name, undefined) : isOnly(filter, undefined, name);
  const choose = (): void =>
    setFilter({
      ...filter,
      app: scope === 'row' && !pressed ? name : undefined,
      envs: new Set(scope === 'col' && !pressed ? [name] : []),
    });
  return (
    <th scope={scope}>
      <button type="button" class="plain" aria-pressed={pressed} onClick={choose}>
        {scope === 'col' ? environmentLabel(name) : name}
      </button>
    </th>
  );
};

const Legend = () => (
  <p class="legend hint">
    {(['added', 'changed', 'removed', 'failed', 'skipped', 'unchanged'] as const).map((status) => (
      <span key={status}>
        <span class={`kind ${status}`}>{STATUS_MARK[status]}</span> {status}
      </span>
    ))}
  </p>
);

const moreText = (board: Board, left: number, compared: boolean): string => {
  const apps = `${counted(left, board.rows.length === 0 ? 'app' : 'more app')}${compared && board.quiet > 0 ? `, ${board.quiet.toLocaleString('en-US')} of them unchanged` : ''}`;
  const environments = counted(board.quietEnvironments, 'more environment');
  return `Show ${[...(left > 0 ? [apps] : []), ...(board.quietEnvironments > 0 ? [`${environments} where nothing changes`] : [])].join(' and ')}`;
};

/** Environment × app. Rows where nothing happens are counted, and shown when asked for. */
export const BoardView = ({ report }: { readonly report: Report }) => {
  const { printing } = useContext(PageContext);
  const compared = report.base !== undefined;
  const [all, setAll] = useState(!compared && report.apps.length <= FEW);
  const board = useMemo(() => {
    const whole = boardOf(report, all);
    return !all && whole.environments.length > COLUMNS ? loudColumns(whole) : whole;
  }, [report, all]);
  const counts = useMemo(
    () => new Map([...Map.groupBy(report.changes, (change) => change.app)].map(([app, list]) => [app, list.length])),
    [report],
  );
  const rows = all || printing ? board.rows : board.rows.slice(0, ROWS);
  const left = board.rows.length - rows.length + board.quiet;
  if (report.apps.length === 0) return null;
  return (
    <section class="board" aria-label="Environments and apps">
      {board.rows.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <td />
                {board.environments.map((env) => (
                  <Heading key={env} name={env} scope="col" />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.app}>
                  <Heading name={row.app} scope="row" />
                  {row.cells.map((cell, i) => (
                    <Cell key={board.environments[i]} cell={cell} count={counts.get(cell?.id ?? '') ?? 0} compared={compared} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(left > 0 || board.quietEnvironments > 0 || all) && (
        <button type="button" class="plain" onClick={() => setAll(!all)}>
          {all ? 'Show less' : moreText(board, left, compared)}
        </button>
      )}
      {compared && <Legend />}
    </section>
  );
};
