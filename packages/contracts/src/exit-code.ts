// Which exit code belongs to which outcome?
import type { Verdict } from './report.ts';

/** 0 pass or pending · 1 fail · 2 wrong input or configuration: nothing judged · 3 incomplete. The highest wins. */
export type ExitCode = 0 | 1 | 2 | 3;

const BY_VERDICT: Readonly<Record<Verdict, ExitCode>> = { pass: 0, pending: 0, fail: 1, incomplete: 3 };

export const exitCodeOfVerdict = (verdict: Verdict): ExitCode => BY_VERDICT[verdict];
