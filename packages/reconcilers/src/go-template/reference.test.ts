// Do we make of a template what Go does? Asked of text/template, sprig and Argo CD's functions themselves.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { goTemplates } from '../../test/arbitrary-go-template.ts';
import { askOurs } from '../../test/ask-our-templates.ts';
import { CASES, DATA, MISSING_KEY_CASES, TYPED } from '../../test/go-template-cases.ts';
import { askGoTemplates, type GoTemplateAnswer, type GoTemplateQuestion, goTemplateFunctions } from '../../test/go-template-reference.ts';
import { BUILTIN } from './functions/builtin.ts';
import { ARGO_FUNCTIONS } from './functions/index.ts';

/** What we refuse where Go gives something that nobody wants: `%x` of a float64. */
const REFUSED_HERE = /is not supported/;

const questions: readonly GoTemplateQuestion[] = [
  ...CASES.map((template) => ({ template, data: DATA, typed: TYPED })),
  ...['invalid', 'default', 'zero', 'error'].flatMap((option) =>
    MISSING_KEY_CASES.map((template) => ({ template, data: DATA, typed: TYPED, options: [`missingkey=${option}`] })),
  ),
];

const verdict = ({ output, error }: GoTemplateAnswer) => (error === undefined ? { output } : { fails: true });

/** Both write the same, or both fail; why is shown for people. */
function compare(question: GoTemplateQuestion, theirs: GoTemplateAnswer): void {
  const mine = askOurs(question);
  expect({ template: question.template, ...verdict(mine), why: mine.error }).toEqual({
    template: question.template,
    ...verdict(theirs),
    why: theirs.error === undefined ? undefined : expect.any(String),
  });
}

describe('templates as Go runs them', () => {
  let answers: readonly GoTemplateAnswer[] = [];
  beforeAll(() => {
    answers = askGoTemplates(questions);
  }, 300_000);

  it.each(questions.map((question, index) => [index, question.options?.[0] ?? '', question.template] as const))('%i %s %s', (index) => {
    const question = questions[index];
    const theirs = answers[index];
    if (question === undefined || theirs === undefined) throw new Error('no answer');
    compare(question, theirs);
  });

  it('agrees on templates that nobody wrote', () => {
    const asked = fc.sample(goTemplates, { numRuns: 3000, seed: 20260101 }).flatMap((template) => [
      { template, data: DATA, typed: TYPED },
      { template, data: DATA, typed: TYPED, options: ['missingkey=error'] },
    ]);
    const told = askGoTemplates(asked);
    for (const [index, question] of asked.entries()) {
      const theirs = told[index];
      if (theirs === undefined) throw new Error('no answer');
      const mine = askOurs(question);
      if (!REFUSED_HERE.test(mine.error ?? '')) compare(question, theirs);
    }
    const ran = told.filter(({ error }) => error === undefined).length;
    expect(ran).toBeGreaterThan(asked.length / 10);
  }, 300_000);

  it('has every function, and no other', () => {
    expect(new Set([...goTemplateFunctions(), ...Object.keys(BUILTIN)])).toEqual(new Set(Object.keys(ARGO_FUNCTIONS)));
  }, 300_000);
});
