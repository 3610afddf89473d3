// What does an action say to the runner? Outputs, annotations, the job summary, and one boundary for errors.
import { debug, endGroup, error, info, notice, setFailed, setOutput, startGroup, summary, warning } from '@actions/core';
import { ConfigError, FairwayError, type ProgressPort, type SourceLocation, ToolError } from '@fairway/contracts';

/** A line on the changed files of a pull request. GitHub shows ten of a kind per step. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly at: { readonly file: string; readonly line?: number | undefined; readonly column?: number | undefined } | undefined;
}

const SHOWN_PER_LEVEL = 10;
const SAY = { error, warning, notice };

/** Shows the first ten of each level and says how many more there are. */
export const annotate = (annotations: readonly Annotation[]): void => {
  for (const level of ['error', 'warning', 'notice'] as const) {
    const all = annotations.filter((annotation) => annotation.level === level);
    for (const { title, message, at } of all.slice(0, SHOWN_PER_LEVEL)) {
      SAY[level](message, {
        title,
        ...(at === undefined ? {} : { file: at.file, ...(at.line === undefined ? {} : { startLine: at.line }) }),
        ...(at?.line === undefined || at.column === undefined ? {} : { startColumn: at.column }),
      });
    }
    if (all.length > SHOWN_PER_LEVEL) info(`${all.length - SHOWN_PER_LEVEL} more of level ${level} are in the summary and the report`);
  }
};

/** Appends Markdown to the job summary; false where the runner offers none. */
export const writeSummary = async (markdown: string): Promise<boolean> => {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return false;
  await summary.addRaw(markdown, true).write();
  return true;
};

/** Sets every output; call it with defaults before anything can fail, so that no workflow sees an undefined one. */
export const setOutputs = (outputs: Readonly<Record<string, string | number | boolean>>): void => {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
};

/** Folded, plain lines: no bar in a log. */
export const runnerProgress = (): ProgressPort => {
  let left = 0;
  return {
    start: (label, total) => {
      left = total;
      startGroup(`${label} (${total})`);
    },
    advance: (item) => {
      left -= 1;
      if (left % 50 === 0 || left < 20) info(item);
    },
    finish: endGroup,
    note: info,
  };
};

const place = (at: SourceLocation | undefined): string =>
  at === undefined ? '' : `${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')}: `;

const report = (failure: FairwayError): void => {
  const problems = failure instanceof ConfigError ? failure.problems : [{ message: failure.message, at: failure.at, hint: failure.hint }];
  annotate(
    problems.map(({ message, at, hint }) => ({ level: 'error', title: failure.code, message: `${message}${hint ? `\n${hint}` : ''}`, at })),
  );
  if (failure instanceof ToolError && failure.stderr !== '') info(failure.stderr);
  const [first] = problems;
  setFailed(`${place(first?.at)}${failure.message}`);
};

/** The only error boundary of an action: expected errors become one annotation each, anything else is named a bug with its stack. */
export const runAction = async (main: (signal: AbortSignal) => Promise<void>): Promise<void> => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort(signal));
  try {
    await main(controller.signal);
  } catch (failure) {
    if (failure instanceof FairwayError) report(failure);
    else {
      setFailed(`this is a bug in fairway, please report it: ${failure instanceof Error ? failure.message : String(failure)}`);
      debug(failure instanceof Error ? (failure.stack ?? '') : '');
    }
  }
};

export { info, setFailed, warning };

/** The environment of the run, for those who must hand it on. */
export const runnerEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;
