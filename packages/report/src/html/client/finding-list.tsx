// How are findings, errors, what was not looked at, and notes listed?
import type { Report } from '@fairway/contracts';
import { useContext, useMemo } from 'preact/hooks';
import { groupFindings } from '../../finding-groups.ts';
import { otherSkips } from '../../not-looked-at.ts';
import { locationText } from '../../object-name.ts';
import { isFiltered } from './facets.ts';
import { FindingGroupRow } from './finding-group-row.tsx';
import { GrowingList } from './growing-list.tsx';
import { PageContext } from './page-context.ts';
import { Sentence } from './sentence.tsx';
import type { FindingItem } from './view-model.ts';

export interface FindingListProps {
  readonly items: readonly FindingItem[];
  readonly total: number;
  /** The report has a base. */
  readonly compared: boolean;
}

/** Findings that pass the filter by rule, those that block first. */
export const FindingList = ({ items, total, compared }: FindingListProps) => {
  const { filter } = useContext(PageContext);
  const groups = useMemo(
    () => groupFindings(items, { findingOf: (item) => item.finding, isWaived: (item) => item.waiver !== undefined }),
    [items],
  );
  if (items.length === 0) return <p class="empty">{total === 0 ? 'No findings.' : 'No finding passes the filter.'}</p>;
  const isSampled = !compared || isFiltered(filter);
  return (
    <GrowingList items={groups}>
      {(group) => (
        <FindingGroupRow key={`${group.ruleId} ${group.severity} ${group.state}`} group={group} compared={compared} isSampled={isSampled} />
      )}
    </GrowingList>
  );
};

/** Errors, and apps that failed without one. */
export const ErrorList = ({ report }: { readonly report: Report }) => {
  const named = new Set(report.errors.map((error) => error.app));
  const silent = report.apps
    .filter((app) => app.status === 'failed' && !named.has(app.id))
    .map((app) => ({ code: 'failed', message: app.reason ?? 'It could not be built.', hint: '', app: app.id, at: undefined }));
  return (
    <GrowingList items={[...report.errors, ...silent]}>
      {(error, i) => (
        <li class="finding" key={i} data-row tabIndex={-1}>
          <p class="title">
            <span class="severity critical">error</span>
            <code class="rule">{error.code}</code>
          </p>
          <pre class="message">{error.message}</pre>
          {error.hint !== '' && (
            <p class="todo">
              <Sentence text={error.hint} />
            </p>
          )}
          <p class="where">
            {error.at !== undefined && <code>{locationText(error.at)}</code>}
            {error.app !== undefined && <span>{error.app}</span>}
          </p>
        </li>
      )}
    </GrowingList>
  );
};

/** Apps and paths which were passed over, each with its reason. */
export const SkippedList = ({ report }: { readonly report: Report }) => (
  <GrowingList items={otherSkips(report)}>
    {(entry, i) => (
      <li class="finding" key={i} data-row tabIndex={-1}>
        <p>
          <code>{entry.path}</code>
        </p>
        <p>
          <Sentence text={entry.reason} />
        </p>
      </li>
    )}
  </GrowingList>
);

/** Notes of the run, and the programs that it used. */
export const NoteList = ({ report }: { readonly report: Report }) => (
  <>
    <ul class="rows">
      {report.notes.map((note, i) => (
        <li class="finding" key={i} data-row tabIndex={-1}>
          <Sentence text={note} />
        </li>
      ))}
    </ul>
    {report.tools.length > 0 && (
      <table class="fields">
        <thead>
          <tr>
            <th scope="col">program</th>
            <th scope="col">version</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {report.tools.map((tool) => (
            <tr key={`${tool.name} ${tool.version}`}>
              <th scope="row">{tool.name}</th>
              <td>{tool.version}</td>
              <td>
                <code>{tool.sha256}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </>
);
