// How does the second generator of a matrix take the parameters of the first?
import { isRecord } from '@fairway/manifests';
import type { GoMap } from '../../go-template/values.ts';
import { type Exception, type Filling, fillDeep, fillText, TemplateFault } from '../template-render.ts';
import type { GeneratorContext, Mapping } from './generator-context.ts';

/** Kinds whose `values` may refer to their own parameters, which are not known yet. */
const WITH_VALUES = new Set(['clusters', 'git', 'scmProvider', 'clusterDecisionResource', 'pullRequest', 'plugin']);

function isMissing({ reason }: TemplateFault): boolean {
  return reason.includes('map has no entry for key') || reason.includes("can't evaluate field");
}

/** A value that names what is not there yet stays as it is, for the generator itself to fill. */
function fillOrKeep(text: string, { language, params }: Filling, field: string): string {
  try {
    return fillText(text, { language: { ...language, missingKey: 'error' }, params }, field);
  } catch (error) {
    if (error instanceof TemplateFault && isMissing(error)) return text;
    throw error;
  }
}

const keepValues: Exception = (value, path, filling) => {
  if (path.at(-1) !== 'values' || !WITH_VALUES.has(path.at(-2) ?? '') || !isRecord(value)) return undefined;
  const entries = Object.entries(value).map(([key, entry]) => {
    return [key, typeof entry === 'string' ? fillOrKeep(entry, filling, [...path, key].join('.')) : entry] as const;
  });
  return { value: Object.fromEntries(entries) };
};

/** Fills every text of a generator. Throws TemplateFault. */
export function interpolateGenerator(
  generator: Mapping,
  params: GoMap,
  { language, field }: Pick<GeneratorContext, 'language'> & { readonly field: string },
): Mapping {
  if (params.entries.size === 0) return generator;
  const filled = fillDeep(generator, { language, params }, { path: [field], except: keepValues });
  return isRecord(filled) ? filled : generator;
}
