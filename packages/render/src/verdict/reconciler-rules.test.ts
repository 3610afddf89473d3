// Is every finding on a Flux or Argo CD object registered, and none that nobody makes?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '@fairway/contracts';
import { expect, it } from 'vitest';
import { findingIds as checkIds } from '../checks/index.ts';
import { RECONCILER_RULES } from './reconciler-rules.ts';
import { atLeast, renderFindingIds } from './rules.ts';

const PACKAGES = join(import.meta.dirname, '../../..');
const sourcesBelow = (directory: string): readonly string[] =>
  readdirSync(join(PACKAGES, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(PACKAGES, directory, name), 'utf8'));

const SOURCES = [...sourcesBelow('reconcilers/src'), ...sourcesBelow('render/src/reconcile')];
/** Ids that drafts name, also in a call that makes the draft. */
const RULE_ID = /(?:\bruleId: |\binfo\(\s*)'([a-z][a-z-]*)'/g;
const SEVERITIES = /\bseverity: ('[a-z]+'(?: \| '[a-z]+')*)/g;

const isSeverity = (text: string): text is Severity => ['critical', 'high', 'medium', 'low', 'info'].includes(text);

const severitiesIn = (text: string): readonly (readonly Severity[])[] =>
  [...text.matchAll(SEVERITIES)].map(([, list = '']) => list.replaceAll("'", '').split(' | ').filter(isSeverity));

/** From the bracket that opens before `at` to the one that closes behind it. */
const objectAround = (text: string, at: number): string => {
  const bracket = (step: -1 | 1): number => {
    let depth = 0;
    for (let index = at; index >= 0 && index < text.length; index += step) {
      if (text[index] === (step === -1 ? '}' : '{')) depth += 1;
      else if (text[index] === (step === -1 ? '{' : '}') && depth-- === 0) return index;
    }
    return at;
  };
  return text.slice(bracket(-1), bracket(1) + 1);
};

interface Drafted {
  readonly id: string;
  readonly severities: readonly Severity[];
}

/** A draft whose object says no severity takes it from the last one that was written before: a spread, or a parameter. */
const draftsIn = (text: string): readonly Drafted[] =>
  [...text.matchAll(RULE_ID)].map((match) => {
    const own = match[0].startsWith('ruleId') ? severitiesIn(objectAround(text, match.index))[0] : undefined;
    return { id: match[1] ?? '', severities: own ?? severitiesIn(text.slice(0, match.index)).at(-1) ?? [] };
  });

const DRAFTS = SOURCES.flatMap(draftsIn);

const tooSevere = (drafts: readonly Drafted[]): readonly string[] =>
  drafts.flatMap(({ id, severities }) => {
    const rule = renderFindingIds.find((one) => one.id === id);
    if (severities.length === 0) return [`${id}: no severity was found`];
    return severities.filter((one) => rule !== undefined && !atLeast(rule.severity, one)).map((one) => `${id}: ${one}`);
  });

it('are sorted, and each id is there once', () => {
  const ids = RECONCILER_RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { title, hint } of RECONCILER_RULES) {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(hint).toMatch(/^[A-Z].*\.$/);
  }
});

it('are those that the sources use, no more and no less', () => {
  const shared = new Set(checkIds.map(({ id }) => id));
  const used = new Set(DRAFTS.map(({ id }) => id).filter((id) => !shared.has(id)));
  expect([...used].sort()).toEqual(RECONCILER_RULES.map(({ id }) => id));
});

it('no draft takes its id from elsewhere, where it would not be found', () => {
  const taken = SOURCES.filter((text) => !text.includes('const info = (ruleId: string'));
  expect(taken.flatMap((text) => text.match(/[{,]\s*ruleId\s*[,}].*/g) ?? [])).toEqual([]);
  expect(SOURCES.flatMap((text) => text.match(/\bruleId: (?!'[a-z-]+'|string\b).*/g) ?? [])).toEqual([]);
});

it('are at least as severe as each draft', () => expect(tooSevere(DRAFTS)).toEqual([]));

it.each<[string, readonly Drafted[]]>([
  ["{ ruleId: 'a-b', at: { x: 1 }, severity: 'high' }", [{ id: 'a-b', severities: ['high'] }]],
  [
    "{ severity: 'low', ruleId: 'a' }; { ruleId: 'b', severity: 'high' as const }",
    [
      { id: 'a', severities: ['low'] },
      { id: 'b', severities: ['high'] },
    ],
  ],
  [
    "const base = { severity: 'info' }; [{ ...base, ruleId: 'a' }, { severity: 'high', ruleId: 'b' }]",
    [
      { id: 'a', severities: ['info'] },
      { id: 'b', severities: ['high'] },
    ],
  ],
  ["const d = (severity: 'low' | 'medium') => ({ ruleId: 'a', severity })", [{ id: 'a', severities: ['low', 'medium'] }]],
  ["push({ ruleId, severity: 'info' }); info(\n 'a', '/x')", [{ id: 'a', severities: ['info'] }]],
])('%s is understood', (text, expected) => expect(draftsIn(text)).toEqual(expected));

it('a draft that is more severe than its rule would be found', () =>
  expect(
    tooSevere(draftsIn("{ ruleId: 'reconciler-suspended', severity: 'low' }, { ruleId: 'project-default', severity: 'low' }")),
  ).toEqual(['reconciler-suspended: low']));
