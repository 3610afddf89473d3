// How does the result reach people? Files, artifact, summary, comment, annotations, outputs – in this order, because each may link the one before.
import { join } from 'node:path';
import { type Annotation, annotate, type RunEvent, setFailed, setOutputs, warning, writeSummary } from '@fairway/action-kit';
import { createOutput } from '@fairway/adapters';
import { createGithubComments, uploadArtifact } from '@fairway/adapters/forge';
import { FairwayError, type Finding, type Report } from '@fairway/contracts';
import type { RenderOutcome } from '@fairway/render';
import { reportFiles, reportToComment, reportToMarkdown } from '@fairway/report';
import type { RenderInputs } from './inputs.ts';

export interface RunPlace {
  readonly event: RunEvent;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly runId: string | undefined;
}

/** The result of an extra that may fail without failing the run: its text, or a warning that says why there is none. */
const orWarning = async (run: () => Promise<string>): Promise<string> => {
  try {
    return await run();
  } catch (failure) {
    if (!(failure instanceof FairwayError)) throw failure;
    warning(`${failure.message}${failure.hint ? ` – ${failure.hint}` : ''}`);
    return '';
  }
};

/** Writes all report files and gives their names. */
export const writeReports = async (directory: string, outcome: RenderOutcome): Promise<readonly string[]> => {
  const files = reportFiles(outcome.report, outcome.timings);
  for (const [name, text] of Object.entries(files)) await createOutput().writeFile(join(directory, name), text);
  return Object.keys(files);
};

const upload = (inputs: RenderInputs, place: RunPlace, directory: string, names: readonly string[]): Promise<string> =>
  orWarning(async () => {
    const { id } = await uploadArtifact(
      inputs.artifactName,
      names.map((name) => join(directory, name)),
      directory,
    );
    return `${place.serverUrl}/${place.event.repository}/actions/runs/${place.runId}/artifacts/${id}`;
  });

const comment = (inputs: RenderInputs, place: RunPlace, report: Report, artifactUrl: string): Promise<string> =>
  orWarning(async () => {
    const { event, apiUrl } = place;
    if (event.pullRequest === undefined || event.repository === undefined || inputs.token === undefined) return '';
    const marker = `<!-- fairway:${inputs.commentKey} -->`;
    const body = reportToComment(report, { marker, ...(artifactUrl === '' ? {} : { artifactUrl }) });
    const port = createGithubComments({ token: inputs.token, apiUrl, repository: event.repository });
    return (await port.upsertComment(event.pullRequest.number, marker, body)).url;
  });

const LEVEL: Readonly<Record<Finding['severity'], Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

const annotationsOf = (report: Report): readonly Annotation[] => [
  ...report.errors.map(({ code, message, hint, at, app }) => ({
    level: 'error' as const,
    title: app === undefined ? code : `${app}: ${code}`,
    message: hint === '' ? message : `${message}\n${hint}`,
    at,
  })),
  ...report.findings
    .filter((finding) => finding.status === 'new' && finding.severity !== 'info')
    .map(({ ruleId, severity, blocking, message, hint, location }) => ({
      level: blocking ? ('error' as const) : severity === 'high' || severity === 'critical' ? ('warning' as const) : LEVEL[severity],
      title: ruleId,
      message: `${message}\n${hint}`,
      at: location,
    })),
];

const FORK_NOTE =
  '\n> [!NOTE]\n> This pull request comes from a fork, so the token of the run is read-only: the result stands here and in the artifact instead of a comment.\n';

/** Everything a person or a later step sees of the run. */
export const publish = async (inputs: RenderInputs, place: RunPlace, outcome: RenderOutcome, directory: string): Promise<void> => {
  const { report } = outcome;
  const names = await writeReports(directory, outcome);
  const artifactUrl = inputs.uploadArtifact && place.runId !== undefined ? await upload(inputs, place, directory, names) : '';
  const fork = place.event.pullRequest?.fork === true;
  await writeSummary(reportToMarkdown(report, artifactUrl === '' ? {} : { artifactUrl }) + (fork && inputs.comment ? FORK_NOTE : ''));
  const commentUrl = inputs.comment && !fork ? await comment(inputs, place, report, artifactUrl) : '';
  annotate(annotationsOf(report));
  const changed = report.apps.filter((app) => ['added', 'changed', 'removed'].includes(app.status));
  setOutputs({
    verdict: report.verdict,
    'changed-environments': JSON.stringify([...new Set(changed.map((app) => app.env))]),
    'changed-apps': JSON.stringify(changed.map((app) => app.id)),
    findings: report.findings.filter((finding) => finding.status === 'new').length,
    'blocking-findings': report.findings.filter((finding) => finding.blocking).length,
    'artifact-url': artifactUrl,
    'comment-url': commentUrl,
  });
  if (report.verdict === 'fail') setFailed('render: this change is not allowed as it is; the summary says why');
  if (report.verdict === 'incomplete') setFailed('render: not everything could be looked at; the summary names it');
};
