// Which address does a text mean, and is it written so that no program can read it as another one?

/** An IP address. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** What was understood, or what is wrong with the text and how to write it. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string; readonly hint: string };

/** Bits of an address. */
export const BITS: Readonly<Record<Address['version'], number>> = { 4: 32, 6: 128 };

/** The longest address that is read: eight groups of four digits. */
const MAX_LENGTH = 45;

export const wrong = (message: string, hint: string): { readonly ok: false; readonly message: string; readonly hint: string } => ({
  ok: false,
  message,
  hint,
});

/**
 * Reads one IPv4 or IPv6 address. Stricter than most programs, since they differ on the rest: no leading zeros (octal to some, RFC 6943 §3.1.1),
 * no IPv4 inside IPv6 (RFC 4291 §2.5.5), no zone.
 */
export function parseAddress(text: string): Reading<Address> {
  if (text.length > MAX_LENGTH) return wrong('it is longer than any address', 'write one IPv4 or IPv6 address');
  if (text.includes('%')) return wrong('it has a zone (%)', 'leave the zone out: it means something on one machine only');
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Reading<Address> {
  const parts = text.split('.');
  if (parts.length !== 4)
    return wrong(
      'it is no IPv4 address: expected four numbers with dots between them',
      'write it like 10.40.0.0, or an IPv6 address like fd00:40::',
    );
  let value = 0n;
  for (const part of parts) {
    if (!/^[0-9]{1,10}$/.test(part)) return wrong('a part of it is no number', 'write four numbers from 0 to 255 with dots between them');
    if (part.length > 1 && part.startsWith('0'))
      return wrong(`${part} has a leading zero, and some programs read that as an octal number`, `write ${Number(part)}`);
    if (Number(part) > 255) return wrong(`${part} is more than 255`, 'each of the four numbers is from 0 to 255');
    value = value * 256n + BigInt(part);
  }
  return { ok: true, value: { version: 4, value } };
}

/** ::ffff:0:0/96 */
const MAPPED = 0xffffn;

function parseV6(text: string): Reading<Address> {
  if (text.includes('.')) return wrong('it has an IPv4 address inside an IPv6 address', 'write the IPv4 address by itself');
  const halves = text.split('::');
  if (halves.length > 2 || text.includes(':::')) return wrong('it has :: more than once', 'only one run of zeros can be left out');
  const [before, after] = halves.map(groupsOf);
  const groups = [...(before ?? []), ...(after ?? [])];
  if (groups.some((group) => !/^[0-9A-Fa-f]{1,4}$/.test(group)))
    return wrong('a part of it is no group of one to four hexadecimal digits', 'write it like fd00:40::');
  const padded = groups.find((group) => group.length > 1 && group.startsWith('0'));
  if (padded !== undefined) return wrong(`${padded} has a leading zero`, `write ${padded.replace(/^0{1,3}/, '')} (RFC 5952 §4.1)`);
  const missing = 8 - groups.length;
  if (after === undefined ? missing !== 0 : missing < 1)
    return wrong(
      `it has ${groups.length} groups${after === undefined ? '' : ' and ::'}`,
      'an IPv6 address has eight groups; :: stands for one or more of zeros',
    );
  const whole = [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(after ?? [])];
  const value = BigInt(`0x${whole.map((group) => group.padStart(4, '0')).join('')}`);
  if (value >> 32n === MAPPED) return wrong('it is an IPv4 address mapped into IPv6', 'write the IPv4 address by itself');
  return { ok: true, value: { version: 6, value } };
}

const groupsOf = (half: string): readonly string[] => (half === '' ? [] : half.split(':'));

/** The address as everybody writes it (RFC 5952 §4). */
export function addressText({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (value >> BigInt(112 - 16 * at)) & 0xffffn);
  const run = longestZeros(groups);
  const shown = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return shown(groups);
  return `${shown(groups.slice(0, run.start))}::${shown(groups.slice(run.start + run.length))}`;
}

/** The first of the longest runs. */
function longestZeros(groups: readonly bigint[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [at, group] of groups.entries()) {
    length = group === 0n ? length + 1 : 0;
    if (length > best.length) best = { start: at - length + 1, length };
  }
  return best;
}
