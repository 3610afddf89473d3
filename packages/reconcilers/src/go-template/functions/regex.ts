// Which functions search by regular expressions, in Go's RE2 syntax and in linear time?
import { type Matcher, RE2JS, RE2JSException } from 're2js';
import { type FunctionTable, type GoFunction, ofTexts, text, whole } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { type GoValue, listOf } from '../values.ts';

/** Longest expression that is compiled. */
const MAX_PATTERN = 1_000;

function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_PATTERN) throw new GoTemplateFault(`a regular expression is longer than ${MAX_PATTERN} characters`);
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) throw new GoTemplateFault(`error parsing regexp: ${error.message}`);
    throw error;
  }
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

function foundIn(matcher: Matcher, names: Readonly<Record<string, number>>): Found {
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
  return { from: matcher.start(), to: matcher.end(), groups, names };
}

interface Search {
  readonly pattern: string;
  readonly source: string;
  /** Most matches; negative: all. */
  readonly limit: number;
}

/** As Go's FindAll: an empty match that touches the match before it does not count. */
function matches({ pattern, source, limit }: Search, meter: Meter): Found[] {
  const compiled = compile(pattern);
  meter.spend(1 + Math.ceil((pattern.length * source.length) / 100));
  const matcher = compiled.matcher(source);
  const names: Readonly<Record<string, number>> = compiled.namedGroups();
  const found: Found[] = [];
  let last = -1;
  while ((limit < 0 || found.length < limit) && matcher.find()) {
    const next = foundIn(matcher, names);
    meter.spend(1);
    if (next.from === next.to && next.from === last) continue;
    last = next.to;
    found.push(next);
  }
  return found;
}

/** Go's Expand: `$1`, `${1}`, `$name`; `$1x` is the group named 1x; `$$` is a dollar. */
function expanded(template: string, { groups, names }: Found): string {
  return template.replaceAll(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar?: string, plain?: string, braced?: string) => {
    if (dollar !== undefined) return '$';
    const name = plain ?? braced ?? '';
    const index = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name] : undefined;
    return (index === undefined ? undefined : groups[index]) ?? '';
  });
}

function replaced(search: Search, by: (found: Found) => string, meter: Meter): string {
  const { source } = search;
  let out = '';
  let last = 0;
  for (const found of matches(search, meter)) {
    out += source.slice(last, found.from) + by(found);
    last = found.to;
    meter.text(out.length);
  }
  return out + source.slice(last);
}

/** Go's Split: a limit leaves the rest unsplit; zero gives nothing. */
function split({ pattern, source, limit }: Search, meter: Meter): string[] | undefined {
  const all = matches({ pattern, source, limit: -1 }, meter);
  if (limit === 0) return undefined;
  if (pattern !== '' && source === '') return [''];
  const parts: string[] = [];
  let from = 0;
  let to = 0;
  for (const found of all) {
    if (limit > 0 && parts.length === limit - 1) break;
    to = found.from;
    if (found.to !== 0) parts.push(source.slice(from, to));
    from = found.to;
  }
  if (to !== source.length) parts.push(source.slice(from));
  return parts;
}

const texts = (items: readonly string[]): GoValue => listOf(items, 'string');

const searching = (call: (search: Search, meter: Meter) => GoValue): GoFunction => ({
  parameters: ['string', 'string', 'int'],
  call: (args, meter) => call({ pattern: text(args, 0), source: text(args, 1), limit: whole(args, 2) }, meter),
});

const findAll = searching((search, meter) => texts(matches(search, meter).map(({ groups }) => groups[0] ?? '')));
const splitBy = searching((search, meter) => texts(split(search, meter) ?? []));
const find = ofTexts(2, ([pattern = '', source = ''], meter) => matches({ pattern, source, limit: 1 }, meter)[0]?.groups[0] ?? '');
const replaceAll = ofTexts(3, ([pattern = '', source = '', by = ''], meter) =>
  replaced({ pattern, source, limit: -1 }, (found) => expanded(by, found), meter),
);
const replaceLiteral = ofTexts(3, ([pattern = '', source = '', by = ''], meter) =>
  replaced({ pattern, source, limit: -1 }, () => by, meter),
);
const isMatch = (pattern: string, source: string, meter: Meter) => matches({ pattern, source, limit: 1 }, meter).length > 0;

export const REGEX: FunctionTable = {
  regexMatch: ofTexts(2, ([pattern = '', source = ''], meter) => {
    try {
      return isMatch(pattern, source, meter);
    } catch (error) {
      // Without `must`, a wrong expression matches nothing.
      if (error instanceof GoTemplateFault && error.message.startsWith('error parsing')) return false;
      throw error;
    }
  }),
  mustRegexMatch: ofTexts(2, ([pattern = '', source = ''], meter) => isMatch(pattern, source, meter)),
  regexFind: find,
  mustRegexFind: find,
  regexFindAll: findAll,
  mustRegexFindAll: findAll,
  regexReplaceAll: replaceAll,
  mustRegexReplaceAll: replaceAll,
  regexReplaceAllLiteral: replaceLiteral,
  mustRegexReplaceAllLiteral: replaceLiteral,
  regexSplit: splitBy,
  mustRegexSplit: splitBy,
  regexQuoteMeta: ofTexts(1, ([source = '']) => source.replaceAll(/[\\.+*?()|[\]{}^$]/g, (char) => `\\${char}`)),
};
