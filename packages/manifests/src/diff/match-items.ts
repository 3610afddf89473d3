// Which items of two lists are the same item, and does their order count?
import { escapeSegment, isRecord } from '../json-pointer.ts';
import type { FieldType, MapKey } from '../list-types.ts';

/** How two lists are compared. Keys are the text of a pointer segment: `[name=web]`, or the item itself for a set. */
export type ListMatch =
  | { readonly by: 'position' }
  | {
      readonly by: 'key';
      readonly before: ReadonlyMap<string, unknown>;
      readonly after: ReadonlyMap<string, unknown>;
      /** Keys whose order among themselves means something. */
      readonly ordered: (key: string) => boolean;
    }
  | { readonly by: 'member'; readonly before: ReadonlyMap<string, number>; readonly after: ReadonlyMap<string, number> };

const NAME_KEY: readonly MapKey[] = [{ name: 'name', fallback: '' }];

function keyPart(item: Readonly<Record<string, unknown>>, { name, fallback }: MapKey): string | undefined {
  const value = item[name] ?? fallback;
  if (typeof value === 'string') return `${name}=${value}`;
  return typeof value === 'number' || typeof value === 'boolean' ? `${name}=${value}` : undefined;
}

/** Items by key; undefined when an item has no key, or two have the same one (then only positions are left). */
function byKey(list: readonly unknown[], keys: readonly MapKey[]): ReadonlyMap<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of list) {
    if (!isRecord(item) || keys.every(({ name }) => item[name] === undefined)) return undefined;
    const parts = keys.map((key) => keyPart(item, key));
    if (parts.includes(undefined)) return undefined;
    const key = `[${escapeSegment(parts.join(','))}]`;
    if (found.has(key)) return undefined;
    found.set(key, item);
  }
  return found;
}

function bySetMember(list: readonly unknown[]): ReadonlyMap<string, number> | undefined {
  const found = new Map<string, number>();
  for (const [at, item] of list.entries()) {
    const key = JSON.stringify(item);
    if (typeof item === 'object' || found.has(key)) return undefined;
    found.set(key, at);
  }
  return found;
}

const REFERENCE = /\$\(([^()]+)\)/g;

/** `env` entries that use another entry, or are used by one, as `$(NAME)`: Kubernetes expands only what stands above. */
function envDependencies(items: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const involved = new Set<string>();
  for (const [key, item] of items) {
    const value = isRecord(item) ? item.value : undefined;
    if (typeof value !== 'string' || !value.includes('$(')) continue;
    for (const [, name] of value.matchAll(REFERENCE)) {
      const used = `[${escapeSegment(`name=${name}`)}]`;
      if (items.has(used)) involved.add(key).add(used);
    }
  }
  return involved;
}

const always = () => true;
const never = () => false;

/** initContainers run one after the other, whatever the schema says of the list. */
function orderOf(field: string, before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): (key: string) => boolean {
  if (field === 'initContainers') return always;
  if (field !== 'env') return never;
  const involved = new Set([...envDependencies(before), ...envDependencies(after)]);
  return involved.size === 0 ? never : (key) => involved.has(key);
}

/** Decides how two lists of a field are compared. Order is ignored only where the schema declares a map or a set. */
export function matchItems(before: readonly unknown[], after: readonly unknown[], field: string, type: FieldType | undefined): ListMatch {
  if (type?.set === true) {
    const [old, now] = [bySetMember(before), bySetMember(after)];
    if (old !== undefined && now !== undefined) return { by: 'member', before: old, after: now };
  }
  const keys = type?.map ?? NAME_KEY;
  const [old, now] = [byKey(before, keys), byKey(after, keys)];
  if (old === undefined || now === undefined) return { by: 'position' };
  return { by: 'key', before: old, after: now, ordered: type?.map === undefined ? always : orderOf(field, old, now) };
}

/** Keys of both sides whose order counts, as each side has them; undefined when the order is the same. */
export function reordered(match: Extract<ListMatch, { readonly by: 'key' }>): readonly [readonly string[], readonly string[]] | undefined {
  const old = [...match.before.keys()].filter((key) => match.ordered(key) && match.after.has(key));
  const now = [...match.after.keys()].filter((key) => match.ordered(key) && match.before.has(key));
  return old.every((key, at) => key === now[at]) ? undefined : [old, now];
}
