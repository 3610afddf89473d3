// Which Go templates could somebody write?
import fc from 'fast-check';

const OPERANDS =
  '. $ .name .empty .n .f .big .neg .yes .no .nothing .missing .list .numbers .mixed .none .map .map.a .map.c.deep .bare .text .umlaut .html .meta .meta.env .meta.zzz .segments .clusters .name.deep .map.zzz.y 1 0 -3 2.5 "a" "web" "" "a/b/c" true false nil';
/** In a body that may not have them, these are errors, which must be errors to both. */
const SCOPED = '$x $k $v $x.a $v.name';
const UNARY =
  'not len print println html js urlquery upper lower title trim quote squote toString toStrings first last rest initial reverse uniq compact sortAlpha empty typeOf kindOf int int64 float64 add1 floor ceil toJson toPrettyJson toYaml b64enc sha256sum snakecase camelcase kebabcase initials nospace swapcase untitle base dir ext clean normalize slugify fromYaml fromJson deepCopy coalesce cat list dict atoi until add max all any hello';
const BINARY =
  'and or eq ne lt le gt ge index print printf default contains hasPrefix hasSuffix trimPrefix trimSuffix trimAll splitList split join repeat trunc indent nindent append prepend has without sub div mod add mul max min list dict get hasKey pick omit merge mergeOverwrite slice concat ternary kindIs typeIs deepEqual regexMatch regexFind semverCompare chunk cat coalesce addf mulf round plural';
const FORMATS = '"%v" "%s" "%d" "%q" "%5v" "%-5v|" "%05d" "%.2f" "%t" "%x" "%T" "%v %v" "%%"';

const words = (text: string) => fc.constantFrom(...text.split(' '));
/** `%x` of a float64 is refused by us. */
const operand = fc.oneof({ arbitrary: words(OPERANDS), weight: 8 }, { arbitrary: words(SCOPED), weight: 1 });

interface Grammar {
  readonly argument: string;
  readonly pipeline: string;
  readonly body: string;
}

const { pipeline, body } = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => {
  const argument = fc.oneof({ arbitrary: operand, weight: 6 }, { arbitrary: tie('pipeline').map((inner) => `(${inner})`), weight: 2 });
  const call = fc.oneof(
    fc.tuple(words(UNARY), tie('argument')).map((parts) => parts.join(' ')),
    fc.tuple(words(BINARY), tie('argument'), tie('argument')).map((parts) => parts.join(' ')),
    fc.tuple(words(FORMATS), tie('argument')).map(([format, value]) => `printf ${format} ${value}`),
  );
  const stage = fc.oneof(
    words(UNARY),
    fc.tuple(words(BINARY), tie('argument')).map((parts) => parts.join(' ')),
  );
  const marks = fc.constantFrom<readonly [string, string]>(['{{', '}}'], ['{{- ', ' -}}'], ['{{ ', ' }}'], ['{{- ', '}}']);
  const action = (inner: fc.Arbitrary<string>) => fc.tuple(marks, inner).map(([[open, close], text]) => `${open}${text}${close}`);
  const block = (head: fc.Arbitrary<string>) =>
    fc
      .tuple(action(head), tie('body'), fc.option(tie('body')))
      .map(([start, then, otherwise]) => `${start}${then}${otherwise === null ? '' : `{{else}}${otherwise}`}{{end}}`);
  return {
    argument,
    pipeline: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'pipeline' },
      tie('argument'),
      call,
      fc.tuple(call, stage).map((parts) => parts.join(' | ')),
      fc.tuple(operand, stage).map((parts) => parts.join(' | ')),
    ),
    body: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'body' },
      fc.constantFrom('text', ' ', '\n', 'a {{/* c */}} b'),
      action(tie('pipeline')),
      action(tie('pipeline').map((value) => `$x := ${value}`)),
      block(tie('pipeline').map((value) => `if ${value}`)),
      block(tie('pipeline').map((value) => `with ${value}`)),
      block(tie('pipeline').map((value) => `range ${value}`)),
      block(tie('pipeline').map((value) => `range $k, $v := ${value}`)),
      fc.tuple(tie('body'), tie('body')).map((parts) => parts.join('')),
    ),
  } as const;
});

/** Templates over the data of go-template-cases.ts: most run, some fail. */
export const goTemplates = fc.oneof(
  body,
  pipeline.map((inner) => `{{${inner}}}`),
  fc.tuple(body, body).map((parts) => parts.join('')),
);
