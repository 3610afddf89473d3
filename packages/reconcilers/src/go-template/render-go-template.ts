// What does Argo CD make of a text that holds Go templates?
import { runGoTemplate } from './evaluate.ts';
import type { MissingKey } from './evaluate-run.ts';
import { ARGO_FUNCTIONS } from './functions/index.ts';
import { DEFAULT_LIMITS, GoTemplateFault, type Limits } from './meter.ts';
import type { ParsedTemplate } from './nodes.ts';
import { parseGoTemplate } from './parser.ts';
import type { GoValue } from './values.ts';

const MISSING: Readonly<Record<string, MissingKey>> = {
  'missingkey=default': 'invalid',
  'missingkey=invalid': 'invalid',
  'missingkey=zero': 'zero',
  'missingkey=error': 'error',
};

/** What `goTemplateOptions` say; the last one holds. Throws GoTemplateFault for an option that Go does not know. */
export function missingKeyOf(options: readonly string[]): MissingKey {
  let found: MissingKey = 'invalid';
  for (const option of options) {
    const known = Object.hasOwn(MISSING, option) ? MISSING[option] : undefined;
    if (known === undefined) throw new GoTemplateFault(`unrecognized option: ${option}`);
    found = known;
  }
  return found;
}

export type RenderGoTemplate = (text: string, data: GoValue, options?: { readonly missingKey?: MissingKey }) => string;

/** Most parsed templates that one renderer keeps. */
const MAX_KEPT = 1_000;

/**
 * Makes a renderer that parses each text once. It throws GoTemplateError: the text is no template, it calls what is not known or not
 * deterministic, or it fails over the data.
 */
export function goTemplateRenderer(limits: Limits = DEFAULT_LIMITS): RenderGoTemplate {
  const kept = new Map<string, ParsedTemplate>();
  return (text, data, { missingKey = 'invalid' } = {}) => {
    if (!text.includes('{{')) return text;
    let parsed = kept.get(text);
    if (parsed === undefined) {
      parsed = parseGoTemplate(text, (name) => Object.hasOwn(ARGO_FUNCTIONS, name));
      if (kept.size < MAX_KEPT) kept.set(text, parsed);
    }
    return runGoTemplate(parsed, data, { functions: ARGO_FUNCTIONS, missingKey, limits });
  };
}
