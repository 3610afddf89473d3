import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderFindingIds } from '../verdict/rules.ts';
import { findingIds, ruleOf } from './registry.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/findings.md'), 'utf8');
const IDS = findingIds.map((rule) => rule.id);
const SECTIONS = PAGE.split(/^## /m).slice(1);

const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));

it('is sorted, and each id is there once', () => {
  expect(IDS).toEqual([...new Set(IDS)].sort());
  for (const id of IDS) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
});

it('holds the ids that checks use, no more and no less', () => {
  const used = new Set(
    sources.flatMap((source) => [...source.matchAll(/(?:draft\(\s*|unmatchedId\(context, step, )'([a-z-]+)'/g)].map((match) => match[1])),
  );
  expect([...used, 'component-entry-unmatched'].sort()).toEqual(IDS);
});

it('refuses an id that nobody registered', () => expect(() => ruleOf('no-such-finding')).toThrow('not registered'));

it('is explained on the page, in the same order', () => {
  expect(SECTIONS.map((section) => section.split('\n', 1)[0])).toEqual(renderFindingIds.map((rule) => rule.id));
  for (const section of SECTIONS) for (const part of ['**Means**', '**Why**', '**Fix**']) expect(section).toContain(part);
});

it('is what the table of the page says', () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| ['));
  expect(rows).toEqual(renderFindingIds.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${title} |`));
});
