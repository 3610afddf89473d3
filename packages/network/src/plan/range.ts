// Which addresses does a range such as 10.40.0.0/18 hold, and is it written as exactly that range?
import { excludeCidr, parseCidr } from 'cidr-tools';
import { type Address, addressText, BITS, parseAddress, type Reading, wrong } from './address.ts';

/** A block of addresses: all that begin with the same bits. */
export interface Range {
  readonly version: Address['version'];
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
  /** The range as everybody writes it. */
  readonly text: string;
}

/**
 * Reads `address/prefix` (RFC 4632 §3.1, RFC 4291 §2.3). Bits of the address behind the prefix must be zero: a range that is meant
 * otherwise than it is read is the most expensive mistake of an address plan.
 */
export function parseRange(text: string): Reading<Range> {
  const slash = text.indexOf('/');
  if (slash === -1) return wrong('it has no prefix length', 'write how many bits all of its addresses share, for example 10.40.0.0/24');
  const address = parseAddress(text.slice(0, slash));
  if (!address.ok) return address;
  const { version } = address.value;
  const prefix = text.slice(slash + 1);
  if (!/^[0-9]{1,10}$/.test(prefix)) return wrong('its prefix length is no number', 'write one number behind one slash');
  if (prefix.length > 1 && prefix.startsWith('0'))
    return wrong(`its prefix length ${prefix} has a leading zero`, `write /${Number(prefix)}`);
  if (Number(prefix) > BITS[version])
    return wrong(`its prefix length is more than ${BITS[version]}`, `an IPv${version} address has ${BITS[version]} bits`);
  const range = rangeOf(address.value, Number(prefix));
  if (range.first === address.value.value) return { ok: true, value: range };
  const alone = `${addressText(address.value)}/${BITS[version]}`;
  return wrong('it has bits set behind its prefix', `the range is ${range.text}; the one address would be ${alone}`);
}

function rangeOf(address: Address, prefix: number): Range {
  const { start: first, end: last } = parseCidr(`${addressText(address)}/${prefix}`);
  const { version } = address;
  return { version, prefix, first, last, text: `${addressText({ version, value: first })}/${prefix}` };
}

/** The range that holds one address only. */
export const rangeOfAddress = (address: Address): Range => rangeOf(address, BITS[address.version]);

/** True where every address of `inner` is in `outer`. */
export const contains = (outer: Range, inner: Range): boolean =>
  outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;

export const holds = (range: Range, { version, value }: Address): boolean =>
  range.version === version && range.first <= value && value <= range.last;

/** True where some address is in both. Two blocks share nothing, or one contains the other. */
export const overlaps = (a: Range, b: Range): boolean => a.version === b.version && a.first <= b.last && b.first <= a.last;

/** How many addresses a range has. */
export const sizeOf = (range: Range): bigint => range.last - range.first + 1n;

/** What is left of these ranges without the others, as few blocks as possible, in order of their addresses. */
export function without(ranges: readonly Range[], taken: readonly Range[]): readonly Range[] {
  return excludeCidr(
    ranges.map(({ text }) => text),
    taken.map(({ text }) => text),
  ).flatMap((text) => {
    const range = parseRange(text);
    return range.ok ? [range.value] : [];
  });
}
