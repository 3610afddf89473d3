// Pass, fail, or incomplete?
import type { Finding, ReportError, Verdict } from '@fairway/contracts';
import type { AppComparison } from '../diff/compare-apps.ts';

/** What the files of the base say cannot be mended by anybody now: a head that repairs them must be able to pass. */
const CONTENT_ERRORS: ReadonlySet<string> = new Set(['tool-failed', 'tool-output', 'file-unreadable', 'path-escapes', 'config-invalid']);

const blamesMachine = (errors: readonly ReportError[]): boolean => errors.some(({ code }) => !CONTENT_ERRORS.has(code));

/** An app whose head was not rendered; or whose base failed for a reason that is not in its files. Ignored apps may fail. */
const leavesGap = ({ pair, status, withheld, errors }: AppComparison, ignored: ReadonlySet<string>): boolean =>
  !ignored.has(pair.id) && (status === 'failed' || status === 'skipped' || (withheld && blamesMachine(errors)));

export interface VerdictInputs {
  readonly comparisons: readonly AppComparison[];
  readonly findings: readonly Finding[];
  /** Ids of apps that the configuration ignores. */
  readonly ignored: ReadonlySet<string>;
  /** Something was found and not looked at, nothing of the base could be compared, or there was no app at all. */
  readonly gaps: boolean;
}

/** Incomplete wins over fail, as its exit code is the higher one. */
export const verdictOf = ({ comparisons, findings, ignored, gaps }: VerdictInputs): Verdict => {
  if (gaps || comparisons.some((comparison) => leavesGap(comparison, ignored))) return 'incomplete';
  return findings.some(({ blocking }) => blocking) ? 'fail' : 'pass';
};
