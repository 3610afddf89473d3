// How is an error told on a terminal? What, where, what to do; a bug shows its stack.
import { ConfigError, FairwayError, type SourceLocation, ToolError } from '@fairway/contracts';
import { createColors } from 'picocolors';

const place = (at: SourceLocation): string => [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');

const block = (message: string, hint: string, at: SourceLocation | undefined, color: boolean): string => {
  const c = createColors(color);
  const where = at === undefined ? '' : `${c.bold(place(at))}: `;
  return `${c.red('error')} ${where}${message}\n${hint === '' ? '' : `      ${c.dim(hint)}\n`}`;
};

/** Text for stderr, ending with a line break. */
export const errorText = (error: unknown, color: boolean): string => {
  if (error instanceof ConfigError) return error.problems.map((p) => block(p.message, p.hint ?? '', p.at, color)).join('');
  if (error instanceof ToolError) {
    const detail = error.stderr.trim();
    return block(error.message, error.hint, error.at, color) + (detail === '' ? '' : `${detail.replace(/^/gm, '      | ')}\n`);
  }
  if (error instanceof FairwayError) return block(error.message, error.hint, error.at, color);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug in fairway, please report it:\n${stack}\n`;
};

/** 2: the person can mend input or configuration; 3: a program, a service or we ourselves failed. */
export const exitCodeOfError = (error: unknown): 2 | 3 => {
  if (!(error instanceof FairwayError)) return 3;
  const mendable = ['input-invalid', 'config-invalid', 'revision-unknown', 'path-escapes', 'tool-version'];
  return mendable.includes(error.code) ? 2 : 3;
};
