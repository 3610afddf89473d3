// How do we unite and cut the same few port sets a million times?
import { intersection, union } from './interval-set.ts';
import { ALL_PORTS, NO_PORTS, type PortSet } from './ports.ts';

/** A port set by its number in a table. */
export type PortId = number;
export const NONE: PortId = 0;
export const ALL: PortId = 1;

/** Gives equal port sets equal numbers, and remembers what two of them are together. */
export interface PortTable {
  readonly idOf: (set: PortSet) => PortId;
  readonly setOf: (id: PortId) => PortSet;
  readonly unite: (left: PortId, right: PortId) => PortId;
  readonly cut: (left: PortId, right: PortId) => PortId;
}

/** `rows[left].get(right)`: small keys are found faster than one large key. */
function remembered(answer: (left: PortId, right: PortId) => PortId): (left: PortId, right: PortId) => PortId {
  const rows: Map<PortId, PortId>[] = [];
  return (left, right) => {
    rows[left] ??= new Map();
    const row = rows[left];
    const known = row.get(right);
    if (known !== undefined) return known;
    const result = answer(left, right);
    row.set(right, result);
    return result;
  };
}

export function portTable(): PortTable {
  const sets: PortSet[] = [];
  const ids = new Map<string, PortId>();
  const idOf = (set: PortSet): PortId => {
    const key = set.join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, sets.length);
    return sets.push(set) - 1;
  };
  const setOf = (id: PortId): PortSet => sets[id] ?? NO_PORTS;
  idOf(NO_PORTS);
  idOf(ALL_PORTS);
  const uniteSlowly = remembered((left, right) => idOf(union(setOf(left), setOf(right))));
  const cutSlowly = remembered((left, right) => idOf(intersection(setOf(left), setOf(right))));
  const unite = (left: PortId, right: PortId): PortId => {
    if (left === right || right === NONE) return left;
    return left === NONE ? right : uniteSlowly(left, right);
  };
  const cut = (left: PortId, right: PortId): PortId => {
    if (left === right || right === ALL) return left;
    return left === ALL ? right : left === NONE || right === NONE ? NONE : cutSlowly(left, right);
  };
  return { idOf, setOf, unite, cut };
}
