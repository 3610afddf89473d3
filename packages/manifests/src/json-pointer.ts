// How do we name a place inside an object, as text?

/** Escapes one segment (RFC 6901 §3). */
export function escapeSegment(segment: string): string {
  return segment.includes('~') || segment.includes('/') ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
}

/** Segments → JSON pointer (RFC 6901). The whole value is ''. */
export function jsonPointer(...segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join('');
}

/** JSON pointer → segments, unescaped. A leading `#` or a missing slash is forgiven. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === '' || pointer === '/') return [];
  const body = pointer.startsWith('/') ? pointer.slice(1) : pointer;
  return body.split('/').map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `[name=web]` or `[port=80,protocol=TCP]` → pairs; undefined for any other segment. */
export function itemKeyOf(segment: string): readonly (readonly [string, string])[] | undefined {
  if (!segment.startsWith('[') || !segment.endsWith(']')) return undefined;
  const pairs = segment
    .slice(1, -1)
    .split(/,(?=[A-Za-z][A-Za-z0-9]*=)/)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return pairs.every(([key]) => key !== '') ? pairs : undefined;
}

/** Is this list item the one that the pairs of `[key=value]` name? A set item stands as `[=value]`. */
function isItem(item: unknown, pairs: readonly (readonly [string, string])[]): boolean {
  return isRecord(item) && pairs.every(([key, value]) => String(item[key] ?? '') === value);
}

/** A plain mapping: no list, no null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Position of the item that a segment names: an index, or `[key=value]`; -1 when there is none. */
export function itemIndex(list: readonly unknown[], segment: string): number {
  const pairs = itemKeyOf(segment);
  if (pairs !== undefined) return list.findIndex((item) => isItem(item, pairs));
  return /^\d+$/.test(segment) && Number(segment) < list.length ? Number(segment) : -1;
}

/** The value at a pointer (`[key=value]` segments allowed), undefined when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const segment of pointerSegments(pointer)) {
    if (Array.isArray(current)) current = current[itemIndex(current, segment)];
    else if (isRecord(current) && Object.hasOwn(current, segment)) current = current[segment];
    else return undefined;
  }
  return current;
}
