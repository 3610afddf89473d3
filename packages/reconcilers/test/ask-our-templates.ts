// What does our interpreter answer to the questions that Go is asked?
import { goTemplateRenderer, missingKeyOf } from '../src/go-template/render-go-template.ts';
import { GoTemplateError } from '../src/go-template/template-error.ts';
import { fromPlain, type GoValue, isGo, listOf, mapOf } from '../src/go-template/values.ts';
import type { GoTemplateAnswer, GoTemplateQuestion } from './go-template-reference.ts';

function dataOf({ data, typed = [] }: GoTemplateQuestion): GoValue {
  const value = fromPlain(data);
  if (!isGo(value, 'map')) return value;
  for (const name of typed) {
    const entry = value.entries.get(name);
    if (isGo(entry, 'list')) value.entries.set(name, listOf(entry.items, 'string'));
    else if (isGo(entry, 'map')) value.entries.set(name, mapOf(entry.entries, 'string'));
  }
  return value;
}

/** The same question, answered by us. */
export function askOurs(question: GoTemplateQuestion): GoTemplateAnswer {
  try {
    const missingKey = missingKeyOf(question.options ?? []);
    return { output: goTemplateRenderer()(question.template, dataOf(question), { missingKey }) };
  } catch (error) {
    if (error instanceof GoTemplateError) return { output: '', error: error.message };
    throw error;
  }
}
