// What does Argo CD make of a text without goTemplate: `{{name}}` replaced, nothing else?
import type { GoMap } from '../go-template/values.ts';

const SPACES = /^[\t\n\v\f\r \u0085\u00a0]+|(?<![\t\n\v\f\r \u0085\u00a0])[\t\n\v\f\r \u0085\u00a0]+$/g;

export type FastTemplateResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/**
 * Replaces `{{name}}`, spaces around the name not counted, by the parameter of that name where it is a text. Any other tag stays as it is,
 * and a text with no whole tag on one line is not touched.
 */
export function renderFastTemplate(text: string, params: GoMap): FastTemplateResult {
  if (!text.split('\n').some((line) => line.includes('{{') && line.indexOf('}}', line.indexOf('{{') + 2) >= 0)) return { ok: true, text };
  let out = '';
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open + 2);
    if (close < 0) return { ok: false, reason: `the tag that begins with ${JSON.stringify(text.slice(open, open + 30))} has no end` };
    const tag = text.slice(open + 2, close);
    const name = tag.replaceAll(SPACES, '');
    const value = name === '' ? undefined : params.entries.get(name);
    out += text.slice(at, open) + (typeof value === 'string' ? value : `{{${tag}}}`);
    at = close + 2;
  }
  return { ok: true, text: out + text.slice(at) };
}
