// Which values do the parser's events stand for, to Kubernetes? The parser is js-yaml's; tags, keys, merges and limits are those of sigs.k8s.io/yaml.
import { EVENT_ID, type Event, getScalarValue, type MappingEvent, SCALAR_STYLE, type ScalarEvent, type SequenceEvent } from 'js-yaml';
import { type AliasBudget, aliasBudget } from './alias-budget.ts';
import { assignKey, type MappingFrame, mappingFrame, mergeInto } from './construct-mapping.ts';
import { duplicateKeyAt, syntaxErrorAt, YamlSyntaxError } from './yaml-error.ts';
import { floatKeyText, integerKeyText, type ResolvedScalar, resolvePlain } from './yaml-scalars.ts';
import { isMergeTag, resolveTagged } from './yaml-tags.ts';

type Frame =
  | { readonly kind: 'document'; value: unknown }
  | { readonly kind: 'sequence'; readonly value: unknown[]; readonly anchor: string | undefined }
  | MappingFrame;

type Anchor =
  | { readonly scalar: ResolvedScalar }
  | { readonly scalar?: undefined; readonly value: unknown; readonly startedAt: number; size: number | undefined };

/** Value of a scalar without quotes and tag. */
export type ResolvePlain = (source: string) => ResolvedScalar;

interface State {
  readonly text: string;
  readonly resolve: ResolvePlain;
  readonly frames: Frame[];
  readonly documents: unknown[];
  readonly problems: YamlSyntaxError[];
  offset: number;
  budget: AliasBudget;
  anchors: Map<string, Anchor>;
}

const NONE = -1;
const MAX_PROBLEMS = 50;

function sliceOf(text: string, start: number, end: number): string | undefined {
  return start === NONE ? undefined : text.slice(start, end);
}

function fail(state: State, message: string, offset = state.offset): YamlSyntaxError {
  return syntaxErrorAt(state.text, offset, message);
}

/** A block that the end of the text cuts off, without a line end, has none in its value: libyaml adds nothing. */
function scalarText(text: string, event: ScalarEvent): string {
  const value = getScalarValue(text, event);
  const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!block || event.valueEnd < text.length || !value.endsWith('\n') || /[\r\n]$/.test(text)) return value;
  const last = text.length - text.lastIndexOf('\n') - 1;
  return last > event.indent ? value.slice(0, -1) : value;
}

function resolveScalar(state: State, event: ScalarEvent, tag: string | undefined): ResolvedScalar {
  const source = scalarText(state.text, event);
  if (event.style === SCALAR_STYLE.PLAIN && tag === undefined) return state.resolve(source);
  if (tag === undefined || tag === '!') return { kind: 'str', value: source };
  const resolved = resolveTagged(tag, source);
  if (resolved !== undefined) return resolved;
  state.problems.push(fail(state, `${JSON.stringify(source.slice(0, 40))} does not fit its tag ${tag}`));
  return { kind: 'str', value: source };
}

function keyText(state: State, key: ResolvedScalar): string {
  if (key.kind === 'float') return floatKeyText(Number(key.value));
  if (key.kind === 'null') state.problems.push(fail(state, 'a key must not be null (empty or ~); quote it if it is text'));
  const text = key.kind === 'int' ? integerKeyText(key) : String(key.value);
  if (text === undefined) state.problems.push(fail(state, `a key must not be the number ${key.digits}; quote it if it is text`));
  return text ?? String(key.value);
}

/** The mapping that waits for a key, if one does. */
function waitingForKey(state: State): MappingFrame | undefined {
  const frame = state.frames.at(-1);
  return frame?.kind === 'mapping' && !frame.hasKey ? frame : undefined;
}

function takeKey(state: State, frame: MappingFrame, key: ResolvedScalar, merging: boolean): void {
  frame.hasKey = true;
  frame.merging = merging;
  frame.keyOffset = state.offset;
  frame.key = merging ? '<<' : keyText(state, key);
}

function addScalarValue(state: State, scalar: ResolvedScalar): void {
  if (typeof scalar.value === 'number' && !Number.isFinite(scalar.value)) {
    state.problems.push(fail(state, `${scalar.value} is no value that Kubernetes can hold; quote it if it is text`));
  }
  addValue(state, scalar.value, false);
}

function addValue(state: State, value: unknown, aliased: boolean): void {
  const frame = state.frames.at(-1);
  if (frame === undefined) return;
  if (frame.kind === 'document') frame.value = value;
  else if (frame.kind === 'sequence') frame.value.push(value);
  else if (!frame.hasKey) throw fail(state, 'a key must be text, not a list or a mapping');
  else {
    frame.hasKey = false;
    if (!frame.merging) {
      if (!assignKey(frame, value)) state.problems.push(duplicateKeyAt(state.text, frame.keyOffset, frame.key));
    } else if (!mergeInto(frame, value, aliased)) {
      throw fail(state, 'a merge key (<<) needs a mapping, or a list of mappings', frame.keyOffset);
    }
  }
}

function onScalar(state: State, event: ScalarEvent): void {
  if (event.valueStart !== NONE) state.offset = event.style === SCALAR_STYLE.PLAIN ? event.valueStart : Math.max(0, event.valueStart - 1);
  const tag = sliceOf(state.text, event.tagStart, event.tagEnd);
  const scalar = resolveScalar(state, event, tag);
  const anchor = sliceOf(state.text, event.anchorStart, event.anchorEnd);
  if (anchor !== undefined) state.anchors.set(anchor, { scalar });
  state.budget.node();
  const frame = waitingForKey(state);
  if (frame === undefined) {
    addScalarValue(state, scalar);
    return;
  }
  const plain = event.style === SCALAR_STYLE.PLAIN && tag === undefined;
  takeKey(state, frame, scalar, scalar.value === '<<' && (plain || (tag !== undefined && isMergeTag(tag))));
}

function onAlias(state: State, name: string): void {
  const anchor = state.anchors.get(name);
  if (anchor === undefined) throw fail(state, `*${name} names no anchor that stands above it`);
  const size = anchor.scalar === undefined ? anchor.size : 1;
  if (size === undefined) throw fail(state, `anchor ${name} contains itself`);
  if (!state.budget.alias(size)) throw fail(state, 'the document grows too much by its aliases');
  const frame = waitingForKey(state);
  if (anchor.scalar === undefined) addValue(state, anchor.value, true);
  else if (frame !== undefined) takeKey(state, frame, anchor.scalar, false);
  else addScalarValue(state, anchor.scalar);
}

function onCollection(state: State, event: SequenceEvent | MappingEvent): void {
  state.offset = event.start;
  if (waitingForKey(state) !== undefined) throw fail(state, 'a key must be text, not a list or a mapping');
  const anchor = sliceOf(state.text, event.anchorStart, event.anchorEnd);
  const frame: Frame = event.type === EVENT_ID.MAPPING ? mappingFrame(anchor, event.start) : { kind: 'sequence', value: [], anchor };
  if (anchor !== undefined) state.anchors.set(anchor, { value: frame.value, startedAt: state.budget.count(), size: undefined });
  state.budget.node();
  state.frames.push(frame);
}

function onPop(state: State): void {
  const frame = state.frames.pop();
  if (frame === undefined) return;
  if (frame.kind === 'document') {
    state.documents.push(frame.value);
    return;
  }
  const anchor = frame.anchor === undefined ? undefined : state.anchors.get(frame.anchor);
  if (anchor !== undefined && anchor.scalar === undefined && anchor.value === frame.value) {
    anchor.size = state.budget.count() - anchor.startedAt;
  }
  addValue(state, frame.value, false);
}

function onDocument(state: State): void {
  state.anchors = new Map();
  state.budget = aliasBudget();
  state.frames.push({ kind: 'document', value: null });
}

/**
 * Events of one text → its documents. Problems that let the reading go on are collected, in the order in which they are found; the one
 * that does not comes last, and `values` lacks what follows. Places refer to `text`.
 */
export function constructYaml(
  text: string,
  events: readonly Event[],
  resolve: ResolvePlain = resolvePlain,
): { readonly values: readonly unknown[]; readonly problems: readonly YamlSyntaxError[] } {
  const state: State = { text, resolve, frames: [], documents: [], problems: [], offset: 0, budget: aliasBudget(), anchors: new Map() };
  try {
    for (const event of events) onEvent(state, event);
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    state.problems.push(error);
  }
  return { values: state.documents, problems: state.problems };
}

function onEvent(state: State, event: Event): void {
  // Each problem costs a walk through the text for its line: a text with very many is given up.
  if (state.problems.length >= MAX_PROBLEMS) return;
  if (event.type === EVENT_ID.SCALAR) onScalar(state, event);
  else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) onCollection(state, event);
  else if (event.type === EVENT_ID.POP) onPop(state);
  else if (event.type === EVENT_ID.DOCUMENT) onDocument(state);
  else {
    state.offset = event.anchorStart - 1;
    onAlias(state, state.text.slice(event.anchorStart, event.anchorEnd));
  }
}
