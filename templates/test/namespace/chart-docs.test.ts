// Is the table in a chart's README what values.yaml and the schema say, and is a wrong one seen?
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readmeOf, rowsOf, updateReadmes } from '../../../scripts/generate-chart-docs.mjs';
import { templates } from './run-programs.ts';

it.each(['lks-namespace', 'lks-gateway', 'lks-storage'])('the README of %s is fresh', (chart) => {
  const { before, after } = readmeOf(join(templates, 'helm', chart));
  expect(after).toBe(before);
});

describe('a row', () => {
  const schema = {
    type: 'object',
    required: ['tenant'],
    properties: {
      tenant: { type: 'string', description: 'Who.' },
      deep: {
        type: 'object',
        properties: { a: { type: 'integer', description: 'Described.' }, b: { allOf: [{ $ref: '#/definitions/word' }] } },
      },
      odd: { enum: ['x', 'y'], description: 'With | and <b>.', default: 'x' },
    },
    definitions: { word: { type: 'string', description: 'From a definition.' } },
  };
  const values = parseDocument('# Head of the file.\n\ndeep:\n  # Said in the values.\n  a: 1\n  b: w\nodd: x\n');

  it('takes its meaning from the comment, then from the schema', () => {
    expect(rowsOf(schema, values)).toEqual([
      { key: 'tenant', type: 'string', value: undefined, required: true, meaning: 'Who.' },
      { key: 'deep.a', type: 'integer', value: 1, required: false, meaning: 'Said in the values.' },
      { key: 'deep.b', type: 'string', value: 'w', required: false, meaning: 'From a definition.' },
      { key: 'odd', type: 'x, y', value: 'x', required: false, meaning: 'With | and <b>.' },
    ]);
  });

  it('is refused for a value that the schema does not know, or that nothing explains', () => {
    expect(() => rowsOf(schema, parseDocument('deep: { c: 1 }\n'))).toThrow('deep.c is in values.yaml but not in values.schema.json');
    expect(() => rowsOf({ properties: { a: { type: 'string' } } }, parseDocument('a: b\n'))).toThrow('a has no meaning');
  });

  it('does not follow definitions that refer to each other', () => {
    const loop = { properties: { a: { $ref: '#/definitions/a' } }, definitions: { a: { $ref: '#/definitions/a' } } };
    expect(() => rowsOf(loop, parseDocument('a: 1\n'))).toThrow('without end');
  });
});

describe('a README', () => {
  const inCopy = (work: (charts: string) => void): void => {
    const charts = mkdtempSync(join(tmpdir(), 'fairway-charts-'));
    try {
      cpSync(join(templates, 'helm', 'lks-storage'), join(charts, 'lks-storage'), { recursive: true });
      work(charts);
    } finally {
      rmSync(charts, { recursive: true, force: true });
    }
  };
  const readme = (charts: string): string => join(charts, 'lks-storage', 'README.md');

  it('that is stale is named, and written only when asked', () => {
    inCopy((charts) => {
      expect(updateReadmes(charts, false)).toEqual([]);
      const values = join(charts, 'lks-storage', 'values.yaml');
      writeFileSync(values, readFileSync(values, 'utf8').replace('owner: platform', 'owner: somebody'));
      const before = readFileSync(readme(charts), 'utf8');
      expect(updateReadmes(charts, false)).toEqual([readme(charts)]);
      expect(readFileSync(readme(charts), 'utf8')).toBe(before);
      updateReadmes(charts, true);
      expect(readFileSync(readme(charts), 'utf8')).toContain('`somebody`');
      expect(updateReadmes(charts, false)).toEqual([]);
    });
  });

  it('that is missing is made, with the words of Chart.yaml', () => {
    inCopy((charts) => {
      rmSync(readme(charts));
      expect(updateReadmes(charts, true)).toEqual([readme(charts)]);
      expect(readFileSync(readme(charts), 'utf8')).toMatch(/^# lks-storage\n\nStorage, snapshot/);
    });
  });

  it('without a place for the table is an error that says what to add', () => {
    inCopy((charts) => {
      writeFileSync(readme(charts), '# lks-storage\n');
      expect(() => updateReadmes(charts, false)).toThrow('lks-storage: README.md: no lines <!-- values:begin --> and <!-- values:end -->');
    });
  });
});
