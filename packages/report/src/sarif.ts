// How are findings handed to code scanning (SARIF 2.1.0)?
import type { AppResult, Finding, Report } from '@fairway/contracts';
import type { Location, Log, Notification, PhysicalLocation, ReportingDescriptor, Result, Run } from 'sarif';
import { chainText } from './app-tree.ts';
import { gapName, gapsOf, gapTitle } from './not-looked-at.ts';
import { objectName } from './object-name.ts';
import { listed } from './prose.ts';

const LEVEL: Readonly<Record<Finding['severity'], 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** What GitHub sorts by: CVSS-like bands. Source: GitHub docs, "SARIF support for code scanning", `security-severity`. */
const SCORE: Readonly<Record<Finding['severity'], string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', info: '0.0' };

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const wellFormed = (text: string): string => text.toWellFormed();

const rootsOf = (report: Report): ReadonlyMap<string, string> => new Map(report.apps.map((app) => [app.id, app.root]));

/** Code scanning refuses a result without a place; where none is known, the directory of its app stands for it. */
const physical = (finding: Finding, roots: ReadonlyMap<string, string>): PhysicalLocation => {
  const at = finding.location;
  const root = roots.get(`${finding.subject.env ?? ''}/${finding.subject.app ?? ''}`) ?? '.';
  const region =
    at?.line === undefined ? {} : { region: { startLine: at.line, ...(at.column === undefined ? {} : { startColumn: at.column }) } };
  return { artifactLocation: { uri: encoded(wellFormed(at?.file ?? root)), uriBaseId: '%SRCROOT%' }, ...region };
};

const logical = (finding: Finding): Location => {
  const { env, app, object, field } = finding.subject;
  const parts = [env, app, object === undefined ? undefined : objectName(object), field].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: wellFormed(parts.join('/')), kind: 'resource' }] };
};

const messageText = (finding: Finding): string => wellFormed(finding.hint === '' ? finding.message : `${finding.message}\n${finding.hint}`);

interface Context {
  readonly apps: ReadonlyMap<string, AppResult>;
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly roots: ReadonlyMap<string, string>;
}

/** What made the app that the finding speaks of. */
const viaOf = ({ subject }: Finding, apps: ReadonlyMap<string, AppResult>): { readonly via?: string } => {
  const app = apps.get(`${subject.env ?? ''}/${subject.app ?? ''}`);
  const chain = app === undefined ? '' : chainText(app, apps);
  return chain === '' ? {} : { via: wellFormed(chain) };
};

const resultOf = (finding: Finding, context: Context, waiver?: string): Result => ({
  ruleId: finding.ruleId,
  ruleIndex: context.ruleIndex.get(finding.ruleId) ?? -1,
  level: LEVEL[finding.severity],
  message: { text: messageText(finding) },
  locations: [{ physicalLocation: physical(finding, context.roots), ...logical(finding) }],
  partialFingerprints: { 'fairwayFinding/v1': finding.fingerprint },
  baselineState: finding.status === 'new' ? 'new' : 'unchanged',
  properties: { severity: finding.severity, blocking: finding.blocking, ...viaOf(finding, context.apps) },
  ...(waiver === undefined ? {} : { suppressions: [{ kind: 'external', status: 'accepted', justification: wellFormed(waiver) }] }),
});

const ruleOf = (id: string, findings: readonly Finding[]): ReportingDescriptor => {
  const first = findings[0];
  const severity = first?.severity ?? 'info';
  return {
    id,
    shortDescription: { text: id },
    ...(first === undefined || first.hint === '' ? {} : { help: { text: wellFormed(first.hint) } }),
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { 'security-severity': SCORE[severity] },
  };
};

const fileLocation = (file: string): Location => ({
  physicalLocation: { artifactLocation: { uri: encoded(wellFormed(file)), uriBaseId: '%SRCROOT%' } },
});

const GAPS = 100;
const GAP_PLACES = 10;

/** Each kind and reason of what was not looked at is one notification. */
const gapNotifications = (report: Report): Notification[] => {
  const roots = rootsOf(report);
  return gapsOf(report)
    .slice(0, GAPS)
    .map(
      (gap): Notification => ({
        level: 'warning',
        descriptor: { id: 'not-looked-at' },
        message: { text: wellFormed(`${gapTitle(gap)} not looked at: ${gap.reason}: ${listed(gap.entries.map(gapName), GAP_PLACES)}`) },
        locations: gap.entries.slice(0, GAP_PLACES).map(({ path }) => fileLocation(roots.get(path) ?? path)),
      }),
    );
};

const notifications = (report: Report): Notification[] => [
  ...report.errors.map(
    (error): Notification => ({
      level: 'error',
      descriptor: { id: error.code },
      message: { text: wellFormed(error.hint === '' ? error.message : `${error.message}\n${error.hint}`) },
      ...(error.at === undefined ? {} : { locations: [fileLocation(error.at.file)] }),
    }),
  ),
  ...gapNotifications(report),
];

/** All open findings as SARIF 2.1.0; waived ones are suppressed results, fixed ones are left out, errors become notifications. */
export const reportToSarif = (report: Report): string => {
  const open = report.findings.filter((finding) => finding.status !== 'fixed');
  const waived = report.waived;
  const byRule = Map.groupBy([...open, ...waived.map((entry) => entry.finding)], (finding) => finding.ruleId);
  const ids = [...byRule.keys()].toSorted();
  const context = {
    apps: new Map(report.apps.map((app) => [app.id, app])),
    ruleIndex: new Map(ids.map((id, i) => [id, i])),
    roots: rootsOf(report),
  };
  const run: Run = {
    tool: { driver: { name: 'Fairway', rules: ids.map((id) => ruleOf(id, byRule.get(id) ?? [])) } },
    automationDetails: { id: `fairway/${report.verb}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    invocations: [{ executionSuccessful: report.verdict !== 'incomplete', toolExecutionNotifications: notifications(report) }],
    results: [
      ...open.map((finding) => resultOf(finding, context)),
      ...waived.map((entry) => resultOf(entry.finding, context, entry.waiver)),
    ],
  };
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};
