// Does a hostile template end, and say why?
import { describe, expect, it } from 'vitest';
import { goTemplateRenderer } from './render-go-template.ts';
import { GoTemplateError } from './template-error.ts';
import { fromPlain } from './values.ts';

const render = (template: string, data: unknown = {}) => goTemplateRenderer()(template, fromPlain(data));

describe('bounds', () => {
  it.each([
    ['recursion', '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', 'maximum template depth'],
    ['a long loop', '{{range 100000000}}{{end}}', 'steps'],
    ['loops in loops', '{{range 100000}}{{range 100000}}{{end}}{{end}}', 'steps'],
    ['a long text', '{{repeat 1000000000 "x"}}', 'longer than'],
    ['a doubling text', '{{$x := "0123456789"}}{{range 100}}{{$x = cat $x $x}}{{end}}{{$x}}', 'longer than'],
    ['a long replacement', '{{replace "x" (repeat 10000 "y") (repeat 10000 "x")}}', 'longer than'],
    ['a deep indentation', '{{indent 100000000 "x"}}', 'longer than'],
    ['a long list', '{{until 1000000000}}', 'longer than'],
    ['a long sequence', '{{seq 1000000000}}', 'longer than'],
    ['a long output', '{{$x := repeat 100000 "x"}}{{range 100}}{{$x}}{{end}}', 'longer than'],
    ['a value that holds itself', '{{$d := dict}}{{$_ := set $d "d" $d}}{{$d}}', 'nested deeper'],
    ['a value that holds itself, as JSON', '{{$d := dict}}{{$_ := set $d "d" $d}}{{toJson $d}}', 'nested deeper'],
    ['a value that holds itself, as YAML', '{{$d := dict}}{{$_ := set $d "d" $d}}{{toYaml $d}}', 'nested deeper'],
    ['a value that holds itself, copied', '{{$d := dict}}{{$_ := set $d "d" $d}}{{deepCopy $d}}', 'nested deeper'],
    ['a value that doubles', '{{$d := dict "a" 1}}{{range 60}}{{$d = dict "a" $d "b" $d}}{{end}}{{toJson $d}}', /steps|longer/],
    ['a list that doubles', '{{$l := list 1}}{{range 60}}{{$l = concat $l $l}}{{end}}', /longer|steps/],
    ['a wide number', '{{printf "%1000000d" 1}}', 'width'],
    ['deep parentheses', `{{${'('.repeat(1000)}1${')'.repeat(1000)}}}`, 'nesting'],
    ['deep blocks', `${'{{if true}}'.repeat(1000)}${'{{end}}'.repeat(1000)}`, 'nesting'],
    ['a long expression', '{{regexMatch (repeat 2000 "a") "a"}}', 'longer than'],
  ])('%s', (_, template, reason) => {
    expect(() => render(template)).toThrow(GoTemplateError);
    expect(() => render(template)).toThrow(reason);
  });

  it('reads many comments', () => {
    expect(render(`${'{{/* x */}}'.repeat(50_000)}end`)).toBe('end');
  });

  it('searches a hostile text in linear time', () => {
    expect(render('{{regexMatch "(a+)+$" .x}}', { x: `${'a'.repeat(5000)}b` })).toBe('false');
  });

  it('does not know what JavaScript objects inherit', () => {
    expect(render('{{.constructor}}{{.__proto__}}{{index . "toString"}}')).toBe('<no value><no value><no value>');
    expect(() => render('{{constructor}}')).toThrow('function "constructor" not defined');
    expect(render('{{(dict "__proto__" 1).__proto__}}')).toBe('1');
  });
});

describe('places', () => {
  it.each([
    ['a\nbc {{.x}} {{nosuch}}', 2, 13],
    ['{{fail "x"}}', 1, 3],
    ['\n\n  {{.name.x}}', 3, 5],
    ['{{if true}}', 1, 12],
  ])('%j fails at %i:%i', (template, line, column) => {
    try {
      render(template, { name: 'web' });
      throw new Error('it should fail');
    } catch (error) {
      expect(error).toBeInstanceOf(GoTemplateError);
      expect(error).toMatchObject({ place: { line, column } });
    }
  });
});

describe('what is not the same each time', () => {
  it.each([
    'now',
    'uuidv4',
    'randAlphaNum 5',
    'randInt 1 5',
    'shuffle "abc"',
    'genPrivateKey "rsa"',
    'genCA "x" 1',
    'htpasswd "a" "b"',
    'bcrypt "a"',
    'ago 5',
    'date "2006" "x"',
    'htmlDate ""',
    'encryptAES "a" "b"',
  ])('%s is refused', (call) => {
    expect(() => render(`{{${call}}}`)).toThrow('is not deterministic');
  });
});
