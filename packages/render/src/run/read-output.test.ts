import { FairwayError } from '@fairway/contracts';
import { expect, it } from 'vitest';
import { readOutput } from './read-output.ts';

const MAP = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const from = (path: string): string => `---\n# Source: ${path}\n`;
const messageOf = (text: string): string => {
  const { outcome } = readOutput(text, 'what helm printed for dev/web');
  return outcome instanceof FairwayError ? outcome.message : 'objects';
};

it('names the template that made a text which cannot be used', () => {
  const good = `${from('web/templates/a.yaml')}${MAP('a')}${from('web/templates/b.yaml')}${MAP('b')}`;
  expect(messageOf(good)).toBe('objects');
  expect(messageOf(`${good}data: {\n${from('web/templates/c.yaml')}${MAP('c')}`)).toMatch(
    /^what helm printed for dev\/web, line \d+, column \d+ \(from web\/templates\/b.yaml\): /,
  );
  expect(messageOf(`${good}kind: Twice\n`)).toBe(
    'what helm printed for dev/web, line 11, column 1 (from web/templates/b.yaml): key "kind" is there twice in one mapping',
  );
});

it('tells the template of each object, where there is one', () => {
  expect(readOutput(`${from('web/templates/a.yaml')}${MAP('a')}${from('web/b.yaml')}${MAP('b')}`, '').sources).toEqual([
    'web/templates/a.yaml',
    'web/b.yaml',
  ]);
  expect(readOutput(MAP('a'), '').sources).toEqual([]);
});

it('names none where nobody said it', () => expect(messageOf(`${MAP('a')}kind: Twice\n`)).toContain('line 4, column 1: key "kind"'));
