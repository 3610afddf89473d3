// How is a terminal coloured, or left plain?
import type { AppStatus, Change, Finding } from '@fairway/contracts';
import picocolors from 'picocolors';

/** The colours of a terminal by meaning; all of them do nothing where colour is off. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly status: (status: AppStatus | Change['kind'], text: string) => string;
  readonly severity: (severity: Finding['severity'], text: string) => string;
}

/** Colours by meaning, never by what the environment of the process says. */
export const paintOf = (color: boolean): Paint => {
  const c = picocolors.createColors(color);
  const byStatus = {
    added: c.green,
    changed: c.yellow,
    renamed: c.yellow,
    removed: c.red,
    unchanged: c.dim,
    failed: c.red,
    skipped: c.dim,
  };
  const bySeverity = { critical: c.red, high: c.red, medium: c.yellow, low: c.cyan, info: c.dim };
  return {
    strong: c.bold,
    faint: c.dim,
    good: c.green,
    bad: c.red,
    warn: c.yellow,
    status: (status, text) => byStatus[status](text),
    severity: (severity, text) => bySeverity[severity](text),
  };
};
