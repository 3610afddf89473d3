// How is it told on a terminal which object makes which app?
import type { AppResult, Report } from '@fairway/contracts';
import type { AppBranch } from '../app-tree.ts';
import { flatBranches, reconciledTrees, withAncestors, writtenAt } from '../app-tree.ts';
import { STATUS_MARK } from '../labels.ts';
import { objectName } from '../object-name.ts';
import { inEnvironmentOrder } from '../outline.ts';
import { counted } from '../prose.ts';
import { treeLines } from '../tree-lines.ts';
import { bounded, boundedStart } from '../visible.ts';
import type { TextStyle } from './app-text.ts';

const ROWS = 40;
const NAME = 64;

interface Counts {
  readonly changes: ReadonlyMap<string, number>;
  readonly compared: boolean;
}

const countText = (app: AppResult, { changes, compared }: Counts): string => {
  if (app.status === 'failed' || app.status === 'skipped') return app.status;
  if (!compared) return counted(app.objects, 'object');
  return app.status === 'unchanged' ? '' : `${app.status}, ${counted(changes.get(app.id) ?? 0, 'object')}`;
};

const rowOf = ({ result, depth }: AppBranch, counts: Counts, style: TextStyle): string => {
  const { paint, width } = style;
  const id = bounded(result.id, NAME);
  const object = result.reconciler === undefined ? '' : `  ${bounded(objectName(result.reconciler.object), NAME)}`;
  const count = countText(result, counts);
  const words = count === '' ? '' : `  ${count}`;
  const room = width - 6 - depth * 3 - id.length - object.length - words.length;
  const place = writtenAt(result);
  const where = place === '' || room < 16 ? '' : paint.faint(`  ${boundedStart(place, room)}`);
  return `${paint.status(result.status, STATUS_MARK[result.status])} ${paint.strong(id)}${object}${paint.faint(words)}${where}`;
};

/** The first rows of the trees; a row is never shown without those above it. */
const firstOf = (branches: readonly AppBranch[], kept: ReadonlySet<string>, limit: number): ReadonlySet<string> =>
  new Set(
    flatBranches(branches)
      .map(({ result }) => result.id)
      .filter((id) => kept.has(id))
      .slice(0, limit),
  );

/**
 * Which object makes which app, as trees: environments in their order, below an app those whose objects it renders. Where a base was given,
 * only apps with a change and what stands above them, unless `verbose`. Empty where no reconciler object makes any app.
 */
export const reconcilerLines = (report: Report, style: TextStyle): readonly string[] => {
  const branches = inEnvironmentOrder(report, reconciledTrees(report.apps), ({ result }) => result.env);
  const all = flatBranches(branches);
  if (!all.some(({ result }) => result.reconciler !== undefined)) return [];
  const compared = report.base !== undefined;
  const isTold = (app: AppResult): boolean => style.verbose || !compared || app.status !== 'unchanged';
  const kept = withAncestors(branches, isTold);
  const shown = firstOf(branches, kept, style.verbose ? Infinity : ROWS);
  const changes = new Map([...Map.groupBy(report.changes, (change) => change.app)].map(([app, list]) => [app, list.length]));
  const seen = (list: readonly AppBranch[]): readonly AppBranch[] => list.filter(({ result }) => shown.has(result.id));
  const lines = treeLines(seen(branches), {
    row: (branch) => ({ text: rowOf(branch, { changes, compared }, style), notes: [] }),
    children: ({ children }) => seen(children),
  });
  const quiet = all.length - kept.size;
  const left = kept.size - shown.size;
  return [
    ...lines.map((line) => `  ${line}`),
    ...(left > 0 ? [style.paint.faint(`  … and ${counted(left, 'more app')}; --verbose lists them`)] : []),
    ...(quiet > 0 ? [style.paint.faint(`  not shown: ${counted(quiet, 'app')} without any change`)] : []),
  ];
};
