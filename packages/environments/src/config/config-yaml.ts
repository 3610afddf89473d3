// What does a configuration file say as YAML, what is wrong with its text, and where does each part stand?

import type { ConfigProblem, SourceLocation } from '@fairway/contracts';
import { type Document, isAlias, isScalar, LineCounter, parseDocument, visit, type YAMLError, type YAMLWarning } from 'yaml';
import { offsetsIn } from './config-places.ts';
import { quote } from './show-value.ts';

/** Largest configuration file that is read, in UTF-8 bytes. */
export const MAX_CONFIG_BYTES = 1024 * 1024;
/** More than any person writes; beyond it an alias is a way to make a small file large. */
const MAX_ALIASES = 100;

/** A configuration file as YAML. */
export interface ConfigYaml {
  /** Plain data; undefined when the text is too broken to have any. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Place of the value at a path, or of its nearest ancestor. */
  readonly at: (path: readonly PropertyKey[]) => SourceLocation;
  /** Place of the key at a path. */
  readonly keyAt: (path: readonly PropertyKey[]) => SourceLocation;
  /** A scalar as it is written, without quotes. */
  readonly sourceAt: (path: readonly PropertyKey[]) => string | undefined;
}

const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used for indentation; YAML allows spaces only',
  MULTIPLE_DOCS: 'a second document begins here; the file may hold only one',
  RESOURCE_EXHAUSTION: 'the file is nested too deeply',
};

/** Reads one configuration file. Never throws for bad text; all that is wrong with the text is in `problems`, in file order. */
export function readConfigYaml(text: string, file: string): ConfigYaml {
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) {
    return unreadable(
      file,
      'the file is larger than 1 MiB',
      'a configuration file is written by people: split it, or check that it is the right file',
    );
  }
  const counter = new LineCounter();
  if (text.includes('\uFFFD')) return unreadable(file, 'the file is no UTF-8 text', 'save it as UTF-8');
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, merge: true, uniqueKeys: false, logLevel: 'error' });
    return fromDocument(document, counter, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unreadable(file, 'the file is nested too deeply', 'a configuration file needs only a few levels');
  }
}

function unreadable(file: string, message: string, hint: string): ConfigYaml {
  const at = () => ({ file, line: 1, column: 1 });
  return { value: undefined, problems: [{ message, hint, at: at() }], at, keyAt: at, sourceAt: () => undefined };
}

function fromDocument(document: Document.Parsed, counter: LineCounter, file: string): ConfigYaml {
  const place = (offset: number): SourceLocation => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = oncePerPlace([...document.errors, ...document.warnings]).map((error) => syntaxProblem(error, place));
  const shape = document.errors.length > 0 ? [] : [...duplicateKeys(document, place), ...aliasProblems(document, place)];
  const readable = document.errors.length === 0 && !shape.some((problem) => problem.fatal);
  const offsets = offsetsIn(document);
  return {
    value: readable ? document.toJS({ maxAliasCount: MAX_ALIASES }) : undefined,
    problems: [...broken, ...shape.map(({ fatal: _, ...problem }) => problem)],
    at: (path) => place(offsets.value(path)),
    keyAt: (path) => place(offsets.key(path)),
    sourceAt: (path) => offsets.source(path),
  };
}

/** One slip makes the parser stumble several times over the same place; the first word on it is the helpful one. */
function oncePerPlace<T extends YAMLError | YAMLWarning>(errors: readonly T[]): readonly T[] {
  const places = new Set<number>();
  return errors.filter((error) => !places.has(error.pos[0]) && places.add(error.pos[0]));
}

function syntaxProblem(error: YAMLError | YAMLWarning, place: (offset: number) => SourceLocation): ConfigProblem {
  const message = SENTENCES[error.code] ?? `the YAML cannot be read: ${error.message.split('\n', 1)[0]}`;
  return { message, hint: 'check indentation, quotes and brackets around this line', at: place(error.pos[0]) };
}

type ShapeProblem = ConfigProblem & { readonly fatal: boolean };

function duplicateKeys(document: Document.Parsed, place: (offset: number) => SourceLocation): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
        const first = name === undefined ? undefined : seen.get(name);
        if (name !== undefined && first !== undefined) problems.push(duplicate(name, place(first), place(offset)));
        else if (name !== undefined) seen.set(name, offset);
      }
    },
  });
  return problems;
}

function duplicate(name: string, first: SourceLocation, at: SourceLocation): ShapeProblem {
  return { message: `the key ${quote(name)} is there twice, first in line ${first.line}`, hint: 'keep one of them', at, fatal: false };
}

/** Unknown anchors, and aliases that would make a small file large. One pass: looking up each alias by itself would take quadratic time. */
function aliasProblems(document: Document.Parsed, place: (offset: number) => SourceLocation): ShapeProblem[] {
  const anchors = new Set<string>();
  const aliases: number[] = [];
  const unknown: ShapeProblem[] = [];
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
        return undefined;
      }
      const offset = node.range?.[0] ?? 0;
      aliases.push(offset);
      if (aliases.length > MAX_ALIASES) return visit.BREAK;
      if (!anchors.has(node.source)) {
        const message = `there is no anchor ${quote(`&${node.source}`)} before this alias`;
        unknown.push({ message, hint: 'write the value out', at: place(offset), fatal: true });
      }
      return undefined;
    },
  });
  const bomb = {
    message: 'the aliases (*name) of this file stand for too much',
    hint: 'write the values out',
    at: place(aliases[0] ?? 0),
    fatal: true,
  };
  if (aliases.length > MAX_ALIASES) return [bomb];
  return unknown.length === 0 && aliases.length > 0 && explodes(document) ? [bomb] : unknown;
}

function explodes(document: Document.Parsed): boolean {
  try {
    document.toJS({ maxAliasCount: MAX_ALIASES });
    return false;
  } catch (error) {
    if (error instanceof ReferenceError) return true;
    throw error;
  }
}
