// Is a range exactly the addresses that its text says?
import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText } from './address.ts';
import { contains, holds, overlaps, parseRange, type Range, rangeOfAddress, sizeOf, without } from './range.ts';

const read = (text: string): Range => {
  const reading = parseRange(text);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
};

it.each([
  ['10.40.0.0/18', '10.40.0.0/18', 2n ** 14n],
  ['0.0.0.0/0', '0.0.0.0/0', 2n ** 32n],
  ['10.0.0.7/32', '10.0.0.7/32', 1n],
  ['FD00:40::/48', 'fd00:40::/48', 2n ** 80n],
  ['::/0', '::/0', 2n ** 128n],
])('reads %s', (text, canonical, size) => {
  expect(read(text).text).toBe(canonical);
  expect(sizeOf(read(text))).toBe(size);
});

it.each([
  ['10.0.0.1/16', 'it has bits set behind its prefix | the range is 10.0.0.0/16; the one address would be 10.0.0.1/32'],
  ['fd00:40::1/64', 'it has bits set behind its prefix | the range is fd00:40::/64; the one address would be fd00:40::1/128'],
  ['10.0.0.0', 'it has no prefix length'],
  ['10.0.0.0/', 'its prefix length is no number'],
  ['10.0.0.0/16/8', 'its prefix length is no number'],
  ['10.0.0.0/+8', 'its prefix length is no number'],
  ['10.0.0.0/08', 'its prefix length 08 has a leading zero | write /8'],
  ['10.0.0.0/33', 'its prefix length is more than 32 | an IPv4 address has 32 bits'],
  ['fd00::/129', 'its prefix length is more than 128'],
  ['010.0.0.0/8', '010 has a leading zero'],
  ['::ffff:10.0.0.0/104', 'it has an IPv4 address inside an IPv6 address'],
  ['::ffff:a00:0/104', 'it is an IPv4 address mapped into IPv6'],
])('refuses %s', (text, expected) => {
  const reading = parseRange(text);
  expect(reading.ok ? 'taken' : `${reading.message} | ${reading.hint}`).toContain(expected);
});

/** Small ranges of both versions that often touch one another. */
const range = fc.tuple(fc.constantFrom(4 as const, 6 as const), fc.nat(255), fc.nat(8)).map(([version, value, length]) => {
  const base = version === 4 ? 0x0a000000n : 0xfdn << 120n;
  const first = base + ((BigInt(value) >> BigInt(8 - length)) << BigInt(8 - length));
  return read(`${addressText({ version, value: first })}/${(version === 4 ? 24 : 120) + length}`);
});

/** Every address of a small range: what the arithmetic must agree with. */
const all = ({ version, first, last }: Range): Set<string> =>
  new Set(Array.from({ length: Number(last - first) + 1 }, (_, at) => `${version} ${first + BigInt(at)}`));

describe('arithmetic agrees with sets of addresses', () => {
  it('for overlap and containment', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const [one, two] = [all(a), all(b)];
        expect(overlaps(a, b)).toBe([...two].some((address) => one.has(address)));
        expect(contains(a, b)).toBe([...two].every((address) => one.has(address)));
      }),
      { numRuns: 500 },
    );
  });

  it('for what is left', () => {
    fc.assert(
      fc.property(range, fc.array(range, { maxLength: 4 }), (whole, taken) => {
        const left = without([whole], taken).flatMap((one) => [...all(one)]);
        const gone = new Set(taken.flatMap((one) => [...all(one)]));
        expect(left).toEqual([...all(whole)].filter((address) => !gone.has(address)));
      }),
      { numRuns: 300 },
    );
  });

  it('and with the block list of Node', () => {
    const address = fc.tuple(fc.constantFrom(4 as const, 6 as const), fc.nat(300)).map(([version, value]) => ({
      version,
      value: (version === 4 ? 0x0a000000n : 0xfdn << 120n) + BigInt(value),
    }));
    fc.assert(
      fc.property(range, address, (one, other) => {
        const list = new BlockList();
        const type = one.version === 4 ? 'ipv4' : 'ipv6';
        list.addSubnet(one.text.slice(0, one.text.indexOf('/')), one.prefix, type);
        const there = other.version === one.version && list.check(addressText(other), type);
        expect(holds(one, other)).toBe(there);
        expect(contains(one, rangeOfAddress(other))).toBe(there);
      }),
      { numRuns: 300 },
    );
  });
});

it('IPv4 and IPv6 share nothing, although their numbers may be the same', () => {
  const [v4, v6] = [read('10.0.0.0/8'), read('::a00:0/104')];
  expect(v6.first).toBe(v4.first);
  expect([contains(v6, v4), contains(v4, v6), overlaps(v4, v6)]).toEqual([false, false, false]);
  expect(holds(v6, { version: 4, value: v4.first })).toBe(false);
});
