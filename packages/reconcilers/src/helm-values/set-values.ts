// How does helm read the text behind `--set`?
import { type HelmList, type HelmTable, type HelmValue, isTable, own, put } from './table.ts';

const MAX_INDEX = 65_536;
const MAX_LEVELS = 30;
/** Helm has no such limits; they keep a hostile text from filling the memory. */
const MAX_LIST_LEVELS = 100;
const MAX_GROWTH = 1_000_000;

/** The text cannot be set. The message is one clause. */
export class SetValueError extends Error {}

interface Reader {
  readonly characters: readonly string[];
  readonly typed: boolean;
  at: number;
  growth: number;
}

/** Has the text ended? Helm stops there without an error, also in the midst of an index. */
type Ended = boolean;

function untilAny(reader: Reader, stops: string): { readonly text: string; readonly stop: string | undefined } {
  const { characters } = reader;
  let text = '';
  while (reader.at < characters.length) {
    const character = characters[reader.at] ?? '';
    reader.at += 1;
    if (stops.includes(character)) return { text, stop: character };
    if (character !== '\\') text += character;
    else if (reader.at < characters.length) {
      text += characters[reader.at] ?? '';
      reader.at += 1;
    }
  }
  return { text, stop: undefined };
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

function typedValue(text: string): HelmValue {
  // Letters of other scripts that stand for one of these in upper case count as well, as in Go.
  const word = text.length <= 5 ? text.toUpperCase() : '';
  if (word === 'TRUE') return true;
  if (word === 'FALSE') return false;
  if (word === 'NULL') return null;
  if (text === '0') return 0n;
  if (!/^[+-]?\d{1,40}$/.test(text) || text.startsWith('0')) return text;
  const number = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return number >= INT64_MIN && number <= INT64_MAX ? number : text;
}

const readAs = (reader: Reader, text: string): HelmValue => (reader.typed ? typedValue(text) : text);

/** `{a,b}` up to its end, and a comma behind it. */
function readList(reader: Reader): HelmList {
  const list: HelmList = [];
  for (;;) {
    const { text, stop } = untilAny(reader, ',}');
    if (stop === undefined) throw new SetValueError("a list must end with '}'");
    list.push(readAs(reader, text));
    if (stop === ',') continue;
    if (reader.characters[reader.at] === ',') reader.at += 1;
    return list;
  }
}

function readValue(reader: Reader): { readonly value: HelmValue; readonly ended: Ended } {
  if (reader.at >= reader.characters.length) return { value: '', ended: true };
  if (reader.characters[reader.at] === '{') {
    reader.at += 1;
    return { value: readList(reader), ended: false };
  }
  return { value: readAs(reader, untilAny(reader, ',').text), ended: false };
}

function readIndex(reader: Reader): number | undefined {
  const { text, stop } = untilAny(reader, ']');
  if (stop === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw new SetValueError(`the index [${text}] is no number`);
  const index = Number(text);
  if (index < 0) throw new SetValueError(`the index ${text} is negative`);
  return index;
}

function setItem(reader: Reader, list: HelmList, { index, value }: { readonly index: number; readonly value: HelmValue }): HelmList {
  if (index > MAX_INDEX) throw new SetValueError(`the index ${index} is larger than ${MAX_INDEX}`);
  if (index < list.length) {
    list[index] = value;
    return list;
  }
  reader.growth += index + 1;
  if (reader.growth > MAX_GROWTH) throw new SetValueError(`its lists have more than ${MAX_GROWTH} items`);
  const longer: HelmList = [...list, ...new Array<null>(index - list.length).fill(null), value];
  return longer;
}

interface ItemPlace {
  readonly index: number;
  readonly level: number;
  readonly lists: number;
}

/** What follows `name[index]`. */
function readItem(reader: Reader, list: HelmList, { index, level, lists }: ItemPlace): { readonly list: HelmList; readonly ended: Ended } {
  if (lists > MAX_LIST_LEVELS) throw new SetValueError(`lists stand in one another more than ${MAX_LIST_LEVELS} times`);
  const { text, stop } = untilAny(reader, '[.=');
  if (text !== '') throw new SetValueError(`${JSON.stringify(text)} stands behind an index`);
  if (stop === undefined) return { list, ended: true };
  if (stop === '=') return { list: setItem(reader, list, { index, value: readValue(reader).value }), ended: false };
  const there = list[index];
  if (stop === '[') {
    const next = readIndex(reader);
    if (next === undefined) return { list, ended: true };
    if (there !== undefined && there !== null && !Array.isArray(there)) throw new SetValueError(`what stands at [${index}] is no list`);
    const inner = readItem(reader, there ?? [], { index: next, level, lists: lists + 1 });
    return inner.ended ? { list, ended: true } : { list: setItem(reader, list, { index, value: inner.list }), ended: false };
  }
  const table: HelmTable = isTable(there) ? there : {};
  if (index < list.length) list[index] = table;
  return readKey(reader, table, level) ? { list, ended: true } : { list: setItem(reader, list, { index, value: table }), ended: false };
}

const assign = (table: HelmTable, key: string, value: HelmValue): void => {
  if (key !== '') put(table, key, value);
};

function readListKey(reader: Reader, table: HelmTable, { key, level }: { readonly key: string; readonly level: number }): Ended {
  const index = readIndex(reader);
  if (index === undefined) return true;
  const there = own(table, key) ?? (Object.hasOwn(table, key) ? null : []);
  if (!Array.isArray(there)) throw new SetValueError(`${JSON.stringify(key)} is there and no list`);
  const { list, ended } = readItem(reader, there, { index, level, lists: 1 });
  assign(table, key, list);
  return ended;
}

function readTableKey(reader: Reader, table: HelmTable, { key, level }: { readonly key: string; readonly level: number }): Ended {
  if (level >= MAX_LEVELS) throw new SetValueError(`it has more than ${MAX_LEVELS} levels`);
  const inner = Object.hasOwn(table, key) ? own(table, key) : {};
  if (!isTable(inner)) throw new SetValueError(`${JSON.stringify(key)} is there and no mapping`);
  const ended = readKey(reader, inner, level + 1);
  const empty = Object.keys(inner).length === 0;
  if (!ended && empty) throw new SetValueError(`${JSON.stringify(key)} gets no value`);
  if (!empty) assign(table, key, inner);
  return ended;
}

/** Reads one `key=value` into the table. */
function readKey(reader: Reader, table: HelmTable, level: number): Ended {
  const { text: key, stop } = untilAny(reader, '=[,.');
  if (stop === '[') return readListKey(reader, table, { key, level });
  if (stop === '.') return readTableKey(reader, table, { key, level });
  if (stop === '=') {
    const { value, ended } = readValue(reader);
    assign(table, key, value);
    return ended;
  }
  if (stop === undefined && key === '') return true;
  throw new SetValueError(`${JSON.stringify(key)} has no value`);
}

/**
 * Sets `path=value`, and what follows behind commas, in the table, in place, as helm 4 does with `--set` (`typed`) or `--set-string`.
 * Throws SetValueError; the table may be half filled then.
 */
export function setValues(table: HelmTable, text: string, { typed }: { readonly typed: boolean }): void {
  const reader: Reader = { characters: Array.from(text), typed, at: 0, growth: 0 };
  while (!readKey(reader, table, 0)) {
    // Each call reads one more pair.
  }
}
