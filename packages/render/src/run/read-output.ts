// What did a program print: objects, or something that cannot be used?
import { FairwayError } from '@fairway/contracts';
import { type ManifestObject, type ParseManifestsOptions, parseManifests } from '@fairway/manifests';

const HINT = 'no document of this app is judged: correct the template, patch or resource that makes this text';

/** Nobody sees the text: of helm's the template is named, by the comment that helm writes above what came from it. */
const templateOf = (text: string, line: number): string => {
  const above = text.split('\n', line).findLast((one) => one.startsWith('# Source: '));
  return above === undefined ? '' : ` (from ${above.slice('# Source: '.length).trim()})`;
};

export interface Output {
  readonly outcome: readonly ManifestObject[] | FairwayError;
  /** Template of each object, by the comment that helm writes; empty where there is none. */
  readonly sources: readonly (string | null)[];
}

/** Objects of rendered text; an error names line and column of the text, and how many more problems there are. */
export const readOutput = (text: string, what: string, options: Pick<ParseManifestsOptions, 'reader'> = {}): Output => {
  const { objects, sources, problems } = parseManifests(text, options);
  const [first] = problems;
  if (first === undefined)
    return { outcome: objects, sources: sources.every((one) => one === undefined) ? [] : sources.map((one) => one ?? null) };
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  const outcome = new FairwayError(
    'tool-output',
    `${what}, line ${first.line}, column ${first.column}${templateOf(text, first.line)}: ${first.message}${more}`,
    { hint: HINT },
  );
  return { outcome, sources: [] };
};
