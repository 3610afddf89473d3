import { expect, it } from 'vitest';
import { templateWords } from './template-words.ts';
import { valuesWords } from './values-templates.ts';

const words = (source: string): readonly string[] => templateWords(source).map((word) => word.word);

it.each([
  ['now', []],
  ['{{ now }}', ['now']],
  ['{{- now -}}', ['now']],
  ['{{/* now */}}{{ ago }}', ['ago']],
  ['{{- /* now }} */ -}}x', []],
  ['{{ "now" }}{{ `now }}` }}{{ printf "\\"now" }}', ['printf']],
  ['{{ .Values.now }}{{ $.Release.IsUpgrade }}{{ $now }}', ['.Values.now', '$.Release.IsUpgrade']],
  ['{{ (now).Unix }}', ['now', '.Unix']],
  ['{{ if not now}}{{end}}', ['if', 'not', 'now', 'end']],
  ['{{ now', ['now']],
  ['}} {{', []],
])('reads %j', (source, expected) => expect(words(source)).toEqual(expected));

it('counts lines and columns from 1', () => {
  expect(templateWords('a\n  b: {{ now }}\n')).toEqual([{ word: 'now', line: 2, column: 9 }]);
});

it('needs time in proportion to the text', () => {
  expect(words(`${'{{ "'.repeat(50_000)}`)).toEqual([]);
  expect(words('{{ now }}'.repeat(20_000))).toHaveLength(20_000);
});

it('finds templates in the texts of values, and not in comments', () => {
  const source = '# {{ now }}\na: "{{ now }}"\nb:\n- plain\n- |\n  one\n  {{ uuidv4 }}\nc: { d: \'{{ ago }}\' } # {{ now }}\n';
  expect(valuesWords(source)).toEqual([
    { word: 'now', line: 2, column: 8 },
    { word: 'uuidv4', line: 7, column: 6 },
    { word: 'ago', line: 8, column: 13 },
  ]);
});
