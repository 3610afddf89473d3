// Which IP addresses are in a set?
import { addressText, BITS, parseAddress } from '../plan/address.ts';
import { type IntervalSet, rangesOf, unionOf } from './interval-set.ts';

/** IPv4 and IPv6 addresses on one axis: IPv4 from 0, IPv6 from `V6_BASE`. */
export type AddressSet = IntervalSet<bigint>;

const V6_BASE = 1n << 64n;
const V4_SIZE = 1n << 32n;
const V6_SIZE = 1n << 128n;

export const ALL_V4: AddressSet = [0n, V4_SIZE];
export const ALL_V6: AddressSet = [V6_BASE, V6_BASE + V6_SIZE];
export const ALL_ADDRESSES: AddressSet = [...ALL_V4, ...ALL_V6];

/** A CIDR, or why a text is none. */
export type CidrReading =
  | { readonly ok: true; readonly set: AddressSet; readonly prefix: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `10.0.0.0/8` or `fd00::/8`, addresses as strictly as an address plan does. Host bits are cut off, as the API server does with those
 * of an ipBlock.
 */
export function readCidr(text: string): CidrReading {
  const slash = text.indexOf('/');
  const address = slash === -1 ? undefined : parseAddress(text.slice(0, slash));
  if (address?.ok === false) return { ok: false, problem: `${address.message}; ${address.hint}` };
  const bits = address === undefined ? 0 : BITS[address.value.version];
  const length = text.slice(slash + 1);
  if (address === undefined || !/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    return { ok: false, problem: 'it is no address with a length; write it like 10.0.0.0/8 or fd00::/8' };
  }
  const { version, value } = address.value;
  const size = 1n << BigInt(bits - Number(length));
  const start = (value / size) * size + (version === 6 ? V6_BASE : 0n);
  return { ok: true, set: [start, start + size], prefix: Number(length) };
}

function textOf(value: bigint): string {
  return value >= V6_BASE ? addressText({ version: 6, value: value - V6_BASE }) : addressText({ version: 4, value });
}

/** `10.0.0.0/8` where a range is one CIDR, else `10.0.0.0-10.0.0.9`. */
function rangeText(start: bigint, end: bigint): string {
  const size = end - start;
  const [base, bits] = start >= V6_BASE ? [V6_BASE, 128] : [0n, 32];
  const isCidr = (size & (size - 1n)) === 0n && (start - base) % size === 0n;
  return isCidr ? `${textOf(start)}/${bits - (size.toString(2).length - 1)}` : `${textOf(start)}-${textOf(end - 1n)}`;
}

/** The ranges of a set, for people, IPv4 first. */
export function addressRanges(set: AddressSet): readonly string[] {
  return rangesOf(set).map(([start, end]) => rangeText(start, end));
}

/** The addresses of several sets together. */
export function uniteAddresses(sets: readonly AddressSet[]): AddressSet {
  return unionOf(sets);
}
