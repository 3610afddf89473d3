// How are all texts of an object filled with parameters?

import { isRecord } from '@fairway/manifests';
import type { MissingKey } from '../go-template/evaluate-run.ts';
import type { RenderGoTemplate } from '../go-template/render-go-template.ts';
import { GoTemplateError } from '../go-template/template-error.ts';
import { type GoMap, MAX_DEPTH } from '../go-template/values.ts';
import { renderFastTemplate } from './fasttemplate.ts';

/** Which template language an ApplicationSet has, and how it is run. */
export interface TemplateLanguage {
  readonly goTemplate: boolean;
  readonly missingKey: MissingKey;
  readonly render: RenderGoTemplate;
}

/** A text that could not be filled: which field it is in, from the object down, and why. */
export class TemplateFault extends Error {
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.name = 'TemplateFault';
    this.field = field;
    this.reason = reason;
  }
}

export interface Filling {
  readonly language: TemplateLanguage;
  readonly params: GoMap;
}

/** One text. Throws TemplateFault. */
export function fillText(text: string, { language, params }: Filling, field: string): string {
  if (!text.includes('{{')) return text;
  if (!language.goTemplate) {
    const result = renderFastTemplate(text, params);
    if (!result.ok) throw new TemplateFault(field, result.reason);
    return result.text;
  }
  try {
    return language.render(text, params, { missingKey: language.missingKey });
  } catch (error) {
    if (error instanceof GoTemplateError) throw new TemplateFault(field, error.message);
    throw error;
  }
}

/** A value that is filled some other way; undefined: the usual one. */
export type Exception = (value: unknown, path: readonly string[], filling: Filling) => { readonly value: unknown } | undefined;

/** Every text in it, keys of mappings too; what is null in a mapping goes. Throws TemplateFault. */
export function fillDeep(
  value: unknown,
  filling: Filling,
  options: { readonly path: readonly string[]; readonly except?: Exception },
): unknown {
  const { path, except } = options;
  if (path.length > MAX_DEPTH) throw new TemplateFault(path.slice(0, 5).join('.'), `it is nested deeper than ${MAX_DEPTH} levels`);
  const other = except?.(value, path, filling);
  if (other !== undefined) return other.value;
  if (typeof value === 'string') return fillText(value, filling, path.join('.'));
  const below = (key: string) => ({ ...options, path: [...path, key] });
  if (Array.isArray(value)) return value.map((item, index) => fillDeep(item, filling, below(String(index))));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
  return Object.fromEntries(
    entries.map(([key, entry]) => [fillText(key, filling, path.join('.')), fillDeep(entry, filling, below(key))] as const),
  );
}
