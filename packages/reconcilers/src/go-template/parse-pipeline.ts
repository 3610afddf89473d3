// Which pipelines do the tokens of a Go template make?
import { characterConstant, numberConstant, unquote } from './constants.ts';
import type { Token, TokenKind } from './lexer.ts';
import { GoTemplateFault } from './meter.ts';
import type { Body, Command, NumberConstant, Operand, PipeNode } from './nodes.ts';
import { GoTemplateError, placeIn } from './template-error.ts';

export interface Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly knows: (name: string) => boolean;
  readonly templates: Map<string, Body>;
  at: number;
  /** Names of variables in scope. */
  variables: string[];
  /** Ranges around, that `break` and `continue` can mean. */
  ranges: number;
  nesting: number;
}

/** Parentheses and control structures in each other. */
const MAX_NESTING = 200;

export function fail(parser: Parser, reason: string, at: number): never {
  throw new GoTemplateError(reason, placeIn(parser.text, at));
}

export function peek(parser: Parser): Token {
  const token = parser.tokens[Math.min(parser.at, parser.tokens.length - 1)];
  if (token === undefined) throw new GoTemplateError('no tokens', { line: 1, column: 1 });
  return token;
}

export function next(parser: Parser): Token {
  const token = peek(parser);
  parser.at += 1;
  return token;
}

export function peekPastSpace(parser: Parser): Token {
  while (peek(parser).kind === 'space') parser.at += 1;
  return peek(parser);
}

export function nextPastSpace(parser: Parser): Token {
  peekPastSpace(parser);
  return next(parser);
}

export function unexpected(parser: Parser, token: Token, context: string): never {
  const what = token.kind === 'end' ? 'EOF' : token.kind === 'close' ? '"}}"' : `<${token.text.slice(0, 40)}>`;
  fail(parser, `unexpected ${what} in ${context}`, token.at);
}

export function expectKind(parser: Parser, kinds: readonly TokenKind[], context: string): Token {
  const token = nextPastSpace(parser);
  if (!kinds.includes(token.kind)) unexpected(parser, token, context);
  return token;
}

export function nested<T>(parser: Parser, at: number, read: () => T): T {
  parser.nesting += 1;
  if (parser.nesting > MAX_NESTING) fail(parser, `more than ${MAX_NESTING} levels of nesting`, at);
  const value = read();
  parser.nesting -= 1;
  return value;
}

/** A fault of a constant gets the place of its token. */
export function constant<T>(parser: Parser, token: Token, read: (text: string) => T): T {
  try {
    return read(token.text);
  } catch (error) {
    if (error instanceof GoTemplateFault) fail(parser, error.message, token.at);
    throw error;
  }
}

function numberOperand(at: number, value: NumberConstant): Operand {
  return { kind: 'number', at, ...value };
}

function term(parser: Parser): Operand | undefined {
  const token = peekPastSpace(parser);
  const { at, text } = token;
  switch (token.kind) {
    case 'identifier':
      if (!parser.knows(text)) fail(parser, `function ${JSON.stringify(text)} not defined`, at);
      parser.at += 1;
      return { kind: 'function', at, name: text };
    case 'dot':
    case 'nil':
      parser.at += 1;
      return { kind: token.kind, at };
    case 'variable':
      if (!parser.variables.includes(text)) fail(parser, `undefined variable ${JSON.stringify(text)}`, at);
      parser.at += 1;
      return { kind: 'variable', at, name: text, names: [] };
    case 'field':
      parser.at += 1;
      return { kind: 'field', at, names: [text.slice(1)] };
    case 'bool':
      parser.at += 1;
      return { kind: 'bool', at, value: text === 'true' };
    case 'character':
      parser.at += 1;
      return numberOperand(at, constant(parser, token, characterConstant));
    case 'number':
      parser.at += 1;
      return numberOperand(at, constant(parser, token, numberConstant));
    case 'string':
    case 'raw':
      parser.at += 1;
      return { kind: 'string', at, value: constant(parser, token, unquote) };
    case 'left':
      parser.at += 1;
      return nested(parser, at, () => pipeline(parser, 'parenthesized pipeline', 'right'));
    default:
      return undefined;
  }
}

function operand(parser: Parser): Operand | undefined {
  const first = term(parser);
  if (first === undefined || peek(parser).kind !== 'field') return first;
  const names: string[] = [];
  while (peek(parser).kind === 'field') names.push(next(parser).text.slice(1));
  if (first.kind === 'field' || first.kind === 'variable') return { ...first, names: [...first.names, ...names] };
  if (first.kind === 'pipe' || first.kind === 'function') return { kind: 'chain', at: first.at, of: first, names };
  fail(parser, 'unexpected . after a constant', first.at);
}

function command(parser: Parser): Command {
  const operands: Operand[] = [];
  const { at } = peekPastSpace(parser);
  for (;;) {
    peekPastSpace(parser);
    const found = operand(parser);
    if (found !== undefined) operands.push(found);
    const token = next(parser);
    if (token.kind === 'space') continue;
    if (token.kind === 'close' || token.kind === 'right') parser.at -= 1;
    else if (token.kind !== 'pipe') unexpected(parser, token, 'operand');
    break;
  }
  const [first, ...rest] = operands;
  if (first === undefined) fail(parser, 'empty command', at);
  return { at, operands: [first, ...rest] };
}

interface Declarations {
  readonly declared: readonly string[];
  readonly assigns: boolean;
}

/** `$a :=`, `$a =`, and in a range `$i, $a :=`. A variable that is only used stays where it is. */
function declarations(parser: Parser, context: string): Declarations {
  const declared: string[] = [];
  for (let variable = peekPastSpace(parser); variable.kind === 'variable'; variable = peekPastSpace(parser)) {
    const start = parser.at;
    parser.at += 1;
    const sign = peekPastSpace(parser);
    if (sign.kind === 'declare' || sign.kind === 'assign') {
      parser.at += 1;
      declared.push(variable.text);
      parser.variables.push(variable.text);
      return { declared, assigns: sign.kind === 'assign' };
    }
    if (sign.kind !== 'comma') {
      parser.at = start;
      break;
    }
    parser.at += 1;
    declared.push(variable.text);
    parser.variables.push(variable.text);
    if (context !== 'range' || declared.length >= 2) fail(parser, `too many declarations in ${context}`, variable.at);
    if (!['variable', 'close', 'right'].includes(peekPastSpace(parser).kind)) {
      fail(parser, 'range can only initialize variables', variable.at);
    }
  }
  return { declared, assigns: false };
}

function checkCommands(parser: Parser, commands: readonly Command[], context: string, at: number): void {
  if (commands.length === 0) fail(parser, `missing value for ${context}`, at);
  for (const { operands } of commands.slice(1)) {
    const [first] = operands;
    if (['bool', 'dot', 'nil', 'number', 'string'].includes(first.kind)) {
      fail(parser, 'a constant cannot be a later stage of a pipeline', first.at);
    }
  }
}

export function pipeline(parser: Parser, context: string, end: 'close' | 'right'): PipeNode {
  const { at } = peekPastSpace(parser);
  const { declared, assigns } = declarations(parser, context);
  const commands: Command[] = [];
  for (;;) {
    const token = peekPastSpace(parser);
    if (token.kind === end) break;
    if (
      ['close', 'right', 'pipe', 'declare', 'assign', 'comma', 'keyword', 'end', 'text', 'open'].includes(token.kind) ||
      token.kind === 'space'
    ) {
      unexpected(parser, token, context);
    }
    commands.push(command(parser));
  }
  parser.at += 1;
  checkCommands(parser, commands, context, at);
  return { kind: 'pipe', at, declared, assigns, commands };
}
