// Which tree do the tokens of a Go template make?
import { unquote } from './constants.ts';
import { readTokens, type Token } from './lexer.ts';
import type { Body, ParsedTemplate, Statement } from './nodes.ts';
import {
  constant,
  expectKind,
  fail,
  nested,
  nextPastSpace,
  type Parser,
  peek,
  peekPastSpace,
  pipeline,
  unexpected,
} from './parse-pipeline.ts';

type Ending = { readonly kind: 'end' | 'else'; readonly at: number };

function isEnding(value: Statement | Ending): value is Ending {
  return value.kind === 'end' || value.kind === 'else';
}

function list(parser: Parser): { readonly body: Body; readonly ending: Ending } {
  const body: Statement[] = [];
  while (peekPastSpace(parser).kind !== 'end') {
    const statement = textOrAction(parser);
    if (isEnding(statement)) return { body, ending: statement };
    body.push(statement);
  }
  fail(parser, 'unexpected EOF', peek(parser).at);
}

function otherwise(parser: Parser, kind: 'if' | 'with' | 'range'): Body {
  const token = peek(parser);
  if (kind !== 'range' && token.kind === 'keyword' && token.text === kind) {
    parser.at += 1;
    return [control(parser, kind, token.at)];
  }
  const { body, ending } = list(parser);
  if (ending.kind !== 'end') fail(parser, 'expected end; found {{else}}', ending.at);
  return body;
}

function control(parser: Parser, kind: 'if' | 'with' | 'range', at: number): Statement {
  return nested(parser, at, () => {
    const scope = parser.variables.length;
    const pipe = pipeline(parser, kind, 'close');
    if (kind === 'range') parser.ranges += 1;
    const { body, ending } = list(parser);
    if (kind === 'range') parser.ranges -= 1;
    const rest = ending.kind === 'else' ? otherwise(parser, kind) : undefined;
    parser.variables.length = scope;
    return { kind, at, pipe, body, otherwise: rest };
  });
}

function add(parser: Parser, name: string, body: Body, at: number): void {
  const before = parser.templates.get(name);
  const isEmpty = (list: Body) => list.every((statement) => statement.kind === 'text' && statement.text.trim() === '');
  if (before === undefined || isEmpty(before)) parser.templates.set(name, body);
  else if (!isEmpty(body)) fail(parser, `multiple definition of template ${JSON.stringify(name)}`, at);
}

/** The body of a template of its own: it sees no variable of the others. */
function definition(parser: Parser, name: string, at: number, context: string): void {
  const { variables, ranges } = parser;
  parser.variables = ['$'];
  parser.ranges = 0;
  const { body, ending } = nested(parser, at, () => list(parser));
  if (ending.kind !== 'end') fail(parser, `unexpected {{else}} in ${context}`, ending.at);
  add(parser, name, body, at);
  parser.variables = variables;
  parser.ranges = ranges;
}

function named(parser: Parser, context: string): string {
  return constant(parser, expectKind(parser, ['string', 'raw'], context), unquote);
}

function invocation(parser: Parser, kind: 'template' | 'block', at: number): Statement {
  const context = kind === 'block' ? 'block clause' : 'template clause';
  const name = named(parser, context);
  if (kind === 'template' && peekPastSpace(parser).kind === 'close') {
    parser.at += 1;
    return { kind: 'template', at, name, pipe: undefined };
  }
  const pipe = pipeline(parser, context, 'close');
  if (kind === 'block') definition(parser, name, at, context);
  return { kind: 'template', at, name, pipe };
}

function elseClause(parser: Parser, at: number): Ending {
  const token = peekPastSpace(parser);
  // The keyword after it says what the else part is: it is read by whom the else belongs to.
  if (token.kind === 'keyword' && (token.text === 'if' || token.text === 'with')) return { kind: 'else', at };
  expectKind(parser, ['close'], 'else');
  return { kind: 'else', at };
}

function keyword(parser: Parser, token: Token): Statement | Ending {
  const { at } = token;
  switch (token.text) {
    case 'if':
    case 'with':
    case 'range':
      return control(parser, token.text, at);
    case 'template':
    case 'block':
      return invocation(parser, token.text, at);
    case 'break':
    case 'continue':
      expectKind(parser, ['close'], `{{${token.text}}}`);
      if (parser.ranges === 0) fail(parser, `{{${token.text}}} outside {{range}}`, at);
      return { kind: token.text, at };
    case 'end':
      expectKind(parser, ['close'], 'end');
      return { kind: 'end', at };
    case 'else':
      return elseClause(parser, at);
    default:
      unexpected(parser, token, 'command');
  }
}

function textOrAction(parser: Parser): Statement | Ending {
  const token = nextPastSpace(parser);
  if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text };
  if (token.kind !== 'open') unexpected(parser, token, 'input');
  const first = peekPastSpace(parser);
  if (first.kind !== 'keyword') return { kind: 'action', at: first.at, pipe: pipeline(parser, 'command', 'close') };
  parser.at += 1;
  return keyword(parser, first);
}

function isDefine(parser: Parser): boolean {
  if (peek(parser).kind !== 'open') return false;
  let at = parser.at + 1;
  while (parser.tokens[at]?.kind === 'space') at += 1;
  const token = parser.tokens[at];
  if (token?.kind !== 'keyword' || token.text !== 'define') return false;
  parser.at = at + 1;
  return true;
}

/** The name that Argo CD gives to each template. */
const NAME = 'base';

/** Parses a template. `knows` says which functions there are. Throws GoTemplateError. */
export function parseGoTemplate(text: string, knows: (name: string) => boolean): ParsedTemplate {
  const tokens = readTokens(text);
  const parser: Parser = { text, tokens, knows, templates: new Map(), at: 0, variables: ['$'], ranges: 0, nesting: 0 };
  const body: Statement[] = [];
  while (peek(parser).kind !== 'end') {
    const { at } = peek(parser);
    if (isDefine(parser)) {
      const name = named(parser, 'define clause');
      expectKind(parser, ['close'], 'define clause');
      definition(parser, name, at, 'define clause');
      continue;
    }
    const statement = textOrAction(parser);
    if (isEnding(statement)) fail(parser, `unexpected {{${statement.kind}}}`, statement.at);
    body.push(statement);
  }
  add(parser, NAME, body, 0);
  return { text, body: parser.templates.get(NAME) ?? body, templates: parser.templates };
}
