// How is an error told without naming a directory of this machine?
import { FairwayError, type ReportError } from '@fairway/contracts';
import type { Place } from '../staging/workspace.ts';

/** Replaces the directory that a program ran in, and what it was told instead of a path of the repository. */
export const plainText = (text: string, { root, names }: Place): string => {
  const relative = root === '' ? text : text.replaceAll(`${root}/`, '').replaceAll(root, '.');
  return names.reduce((now, [staged, real]) => now.replaceAll(staged, real === '' ? '.' : real), relative);
};

/** The same error with plain texts. */
export const plainError = (error: FairwayError, place: Place): FairwayError =>
  new FairwayError(error.code, plainText(error.message, place), {
    hint: plainText(error.hint, place),
    ...(error.at === undefined ? {} : { at: error.at }),
    cause: error,
  });

/** An error as the report says it. */
export const reportError = (error: FairwayError, app?: string): ReportError => ({
  code: error.code,
  message: error.message,
  hint: error.hint,
  ...(error.at === undefined ? {} : { at: { ...error.at } }),
  ...(app === undefined ? {} : { app }),
});
