// Do action.yml, the code that reads inputs and sets outputs, and the README say the same?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const directory = join(import.meta.dirname, '..');
const action: { runs: { using: string; main: string }; inputs: Record<string, { default?: string }>; outputs: Record<string, unknown> } =
  parse(readFileSync(join(directory, 'action.yml'), 'utf8'));
const sources = readdirSync(join(directory, 'src'))
  .map((name) => readFileSync(join(directory, 'src', name), 'utf8'))
  .join('\n');
const readme = readFileSync(join(directory, 'README.md'), 'utf8');

const read = new Set([...sources.matchAll(/(?:optional|list|boolean|choice|count)Input\('([a-z0-9-]+)'/g)].map(([, name]) => name));

describe('action.yml', () => {
  it('runs the bundle on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.mjs' });
  });
  it('declares exactly the inputs that are read', () => {
    expect([...read].sort()).toEqual(Object.keys(action.inputs).sort());
  });
  it.each(Object.keys(action.outputs))('output %s is set, and has a default before anything can fail', (name) => {
    const main = readFileSync(join(directory, 'src', 'main.ts'), 'utf8');
    expect(main).toMatch(new RegExp(`['"]?\\b${name}\\b['"]?[:,]`));
  });
  it.each([...Object.keys(action.inputs), ...Object.keys(action.outputs)])('%s stands in the README', (name) => {
    expect(readme).toContain(`| \`${name}\` |`);
  });
  it('puts no expression of the event into an input default', () => {
    const defaults = Object.values(action.inputs).map((input) => input.default ?? '');
    expect(defaults.filter((text) => text.includes('${{') && text !== '${{ github.token }}')).toEqual([]);
  });
});
