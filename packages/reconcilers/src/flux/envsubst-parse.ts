// Which variables does a text name, and what is done to their values? The grammar of fluxcd/pkg/envsubst.
import { type Accept, type Piece, type Scanner, scan, type TakeOptions } from './envsubst-scan.ts';

/** `${name}`, or `${name<operator>…}`; operator '' stands for the bare value, 'length' for `${#name}`. */
export interface Expression {
  readonly name: string;
  readonly operator: string;
  readonly args: readonly Part[];
}
export type Part = string | Expression;

/** The text cannot be read; `at` is where the expression begins. */
export class SubstitutionSyntaxError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'SubstitutionSyntaxError';
    this.at = at;
  }
}

interface Parser {
  readonly scanner: Scanner;
  /** Where the outermost expression begins. */
  start: number;
  depth: number;
}

const MAX_DEPTH = 200;
const anything: Accept = () => true;
const inName: Accept = (char) => /^[\p{L}\p{Nd}_]$/u.test(char);
const notClosing: Accept = (char) => char !== '}';
const notSlash: Accept = (char) => char !== '/';
const colons: Accept = (char) => char === ':';
const slashes: Accept = (char) => char === '/';
const untilColon: Accept = (char) => char !== ':' && char !== '}';
/** At most two of these. */
const twice =
  (chars: string): Accept =>
  (char, place) =>
    place < 3 && chars.includes(char);
/** The first character, then perhaps one of the others. */
const then =
  (first: string, others: string): Accept =>
  (char, place) =>
    place === 1 ? char === first : place === 2 && others.includes(char);
const once =
  (first: string): Accept =>
  (char, place) =>
    place === 1 && char === first;

function fail(parser: Parser, why: string): never {
  throw new SubstitutionSyntaxError(why, parser.start);
}

function text(parser: Parser, accept: Accept, why: string): string {
  const piece = parser.scanner.take(accept);
  return piece.kind === 'text' ? piece.text : fail(parser, why);
}

function close(parser: Parser, why: string): void {
  if (parser.scanner.take(() => false, { close: true }).kind !== 'close') fail(parser, why);
}

/** One argument: an expression, or text up to one. */
function argument(parser: Parser, accept: Accept, options: TakeOptions = {}): Part {
  const piece: Piece = parser.scanner.take(accept, { ...options, open: true });
  if (piece.kind === 'open') return expression(parser);
  return piece.kind === 'text' ? piece.text : fail(parser, 'the part behind the operator is missing or does not end');
}

function defaultValue(parser: Parser, name: string): Expression {
  const accept = parser.scanner.peek() === '=' ? once('=') : then(':', '=-?+');
  const operator = text(parser, accept, 'no operator');
  const args: Part[] = [];
  while (parser.scanner.peek() !== '}') args.push(argument(parser, notClosing));
  close(parser, 'the closing brace is missing');
  return { name, operator, args };
}

function substring(parser: Parser, name: string): Expression {
  // Flux steps back over as many bytes as it looked ahead, and is lost behind a character of several.
  if ((parser.scanner.peek(1).codePointAt(0) ?? 0) > 0x7f) fail(parser, 'the position is no number');
  const operator = text(parser, once(':'), 'no position');
  const args = [argument(parser, untilColon)];
  const piece = parser.scanner.take(colons, { close: true });
  if (piece.kind === 'close') return { name, operator, args };
  if (piece.kind !== 'text') fail(parser, 'behind the position must come `:` or `}`');
  args.push(argument(parser, notClosing));
  close(parser, 'the closing brace is missing behind the length');
  return { name, operator, args };
}

function replacement(parser: Parser, name: string): Expression {
  const operator = text(parser, then('/', '/#%'), 'no operator');
  const args = [argument(parser, notSlash, { escapes: '$\\' })];
  text(parser, slashes, 'the slash between pattern and replacement is missing');
  if (parser.scanner.peek() !== '}') args.push(argument(parser, notClosing, { escapes: '$\\' }));
  close(parser, 'the closing brace is missing behind the replacement');
  return { name, operator, args };
}

function trimming(parser: Parser, name: string): Expression {
  const operator = text(parser, twice(parser.scanner.peek()), 'no operator');
  const args = [argument(parser, notClosing)];
  close(parser, 'the closing brace is missing behind the pattern');
  return { name, operator, args };
}

function operation(parser: Parser, name: string): Expression {
  const next = parser.scanner.peek();
  switch (next) {
    case ':':
      return '=-?+'.includes(parser.scanner.peek(1) || ' ') ? defaultValue(parser, name) : substring(parser, name);
    case '=':
      return defaultValue(parser, name);
    case ',':
    case '^': {
      const operator = text(parser, twice(',^'), 'no operator');
      close(parser, 'the closing brace is missing behind the operator');
      return { name, operator, args: [] };
    }
    case '/':
      return replacement(parser, name);
    case '#':
    case '%':
      return trimming(parser, name);
    default:
      close(parser, next === '' ? 'the closing brace is missing' : `\`${next}\` is no operator`);
      return { name, operator: '', args: [] };
  }
}

function length(parser: Parser): Expression {
  text(parser, once('#'), 'no operator');
  const name = text(parser, inName, 'a variable name must come behind `#`');
  close(parser, 'the closing brace is missing');
  return { name, operator: 'length', args: [] };
}

/** What stands behind `${`. */
function expression(parser: Parser): Expression {
  parser.depth += 1;
  if (parser.depth > MAX_DEPTH) fail(parser, `expressions are nested more than ${MAX_DEPTH} deep`);
  const found =
    parser.scanner.peek() === '#' ? length(parser) : operation(parser, text(parser, inName, 'behind `${` must come a variable name'));
  parser.depth -= 1;
  return found;
}

/** Reads a text. Throws SubstitutionSyntaxError. */
export function parseSubstitution(source: string): readonly Part[] {
  const parser: Parser = { scanner: scan(source), start: 0, depth: 0 };
  const parts: Part[] = [];
  for (;;) {
    parser.start = parser.scanner.position();
    const piece = parser.scanner.take(anything, { open: true, escapes: '$' });
    if (piece.kind === 'end') return parts;
    if (piece.kind === 'text') parts.push(piece.text);
    else if (piece.kind === 'open') parts.push(expression(parser));
  }
}
