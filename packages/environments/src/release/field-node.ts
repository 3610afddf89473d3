// Where in a YAML or JSON text does a JSON pointer lead?

import type { ConfigProblem, SourceLocation } from '@fairway/contracts';
import { pointerSegments } from '@fairway/manifests';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { quote } from '../config/show-value.ts';
import { didYouMean } from '../config/suggest.ts';

/** Release files are written by people and by our own edits. */
const MAX_BYTES = 1024 * 1024;

export interface FieldText {
  readonly document: Document.Parsed;
  readonly place: (offset: number) => SourceLocation;
}

export type Located = { readonly node: ParsedNode; readonly at: SourceLocation } | { readonly problem: ConfigProblem };

/** Parses a text that holds release fields; a problem when it is no single readable document. */
export function parseFieldText(text: string, file: string): FieldText | { readonly problem: ConfigProblem } {
  if (Buffer.byteLength(text) > MAX_BYTES)
    return { problem: { message: `${file} is larger than 1 MiB`, hint: 'keep release fields in a small file', at: { file, line: 1 } } };
  const counter = new LineCounter();
  const place = (offset: number): SourceLocation => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    keepSourceTokens: true,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    return {
      problem: {
        message: `the YAML cannot be read: ${error.message.split('\n', 1)[0]}`,
        hint: 'a release file is one YAML document',
        at: place(error.pos[0]),
      },
    };
  }
  return { document, place };
}

/** Follows a JSON pointer (RFC 6901). When it leads nowhere the problem says how far it went. Aliases and merged keys are not followed: an edit there would change other places. */
export function locateField({ document, place }: FieldText, pointer: string): Located {
  let node: ParsedNode | null = document.contents;
  let walked = '';
  for (const segment of pointerSegments(pointer)) {
    const [next, twin] = childrenOf(node, segment);
    if (twin !== undefined)
      return { problem: { message: `${walked}/${segment} is there twice`, hint: 'keep one of them', at: place(twin.range[0]) } };
    if (next === undefined) return { problem: nowhere({ pointer, walked, segment, node, at: place(node?.range[0] ?? 0) }) };
    node = next;
    walked = `${walked}/${segment}`;
  }
  if (node === null) return { problem: { message: `${pointer} is not there`, hint: 'the file is empty', at: place(0) } };
  return { node, at: place(node.range[0]) };
}

function childrenOf(node: ParsedNode | null, segment: string): readonly ParsedNode[] {
  if (isSeq<ParsedNode>(node)) return /^(0|[1-9]\d*)$/.test(segment) ? node.items.slice(Number(segment)).slice(0, 1) : [];
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) && String(key.value) === segment && value !== null ? [value] : []));
}

interface Nowhere {
  readonly pointer: string;
  readonly walked: string;
  readonly segment: string;
  readonly node: ParsedNode | null;
  readonly at: SourceLocation;
}

function nowhere({ pointer, walked, segment, node, at }: Nowhere): ConfigProblem {
  const where = walked === '' ? 'the file' : walked;
  if (isAlias(node)) return { message: `${pointer} is not there: ${where} is an alias`, hint: 'write the values out', at };
  if (isSeq(node)) return { message: `${pointer} is not there: ${where} is a list of ${node.items.length}`, hint: 'count from 0', at };
  if (!isMap(node)) return { message: `${pointer} is not there: ${where} is no mapping`, hint: 'mend the pointer in app.yaml', at };
  const keys = node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  const hint = [didYouMean(segment, keys), `keys: ${keys.join(', ')}`].filter((part) => part !== '').join(' ');
  return { message: `${pointer} is not there: ${where} has no ${quote(segment)}`, hint, at };
}
