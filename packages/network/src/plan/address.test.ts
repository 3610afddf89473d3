// Is an address read as everybody reads it, or not at all?
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText, parseAddress } from './address.ts';

const told = (text: string): string => {
  const reading = parseAddress(text);
  return reading.ok ? addressText(reading.value) : `${reading.message} | ${reading.hint}`;
};

it.each([
  ['10.40.0.0', '10.40.0.0'],
  ['0.0.0.0', '0.0.0.0'],
  ['255.255.255.255', '255.255.255.255'],
  ['fd00:40::', 'fd00:40::'],
  ['::', '::'],
  ['::1', '::1'],
  ['FD00::A', 'fd00::a'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
])('reads %s as %s', (text, canonical) => {
  expect(told(text)).toBe(canonical);
});

describe('refuses', () => {
  it.each([
    ['10.40.0.010', '010 has a leading zero, and some programs read that as an octal number | write 10'],
    ['00.0.0.0', '00 has a leading zero'],
    ['10.40.256.0', '256 is more than 255'],
    ['10.40.0', 'it is no IPv4 address: expected four numbers'],
    ['10.40.0.0.1', 'it is no IPv4 address'],
    ['10.40..0', 'a part of it is no number'],
    ['10.40.0.1e1', 'a part of it is no number'],
    ['10.40.0.99999999999', 'a part of it is no number'],
    [' 10.40.0.0', 'a part of it is no number'],
    ['', 'it is no IPv4 address'],
    ['::ffff:10.40.0.0', 'it has an IPv4 address inside an IPv6 address | write the IPv4 address by itself'],
    ['::ffff:a28:0', 'it is an IPv4 address mapped into IPv6 | write the IPv4 address by itself'],
    ['64:ff9b::10.0.0.1', 'it has an IPv4 address inside an IPv6 address'],
    ['fd00:0040::', '0040 has a leading zero | write 40'],
    ['fd00::0000', '0000 has a leading zero | write 0'],
    ['fe80::1%eth0', 'it has a zone (%)'],
    ['fd00::40::', 'it has :: more than once'],
    ['fd00:::40', 'it has :: more than once'],
    ['fd00:40', 'it has 2 groups'],
    ['1:2:3:4:5:6:7:8:9', 'it has 9 groups'],
    ['1:2:3:4:5:6:7:8::', 'it has 8 groups and ::'],
    ['fd00:g::', 'a part of it is no group'],
    ['fd00:40:', 'a part of it is no group'],
    [':1::', 'a part of it is no group'],
    ['fd00:12345::', 'a part of it is no group'],
    ['1'.repeat(1000), 'it is longer than any address'],
  ])('%s', (text, expected) => {
    expect(told(text)).toContain(expected);
  });
});

/** Texts near addresses: their letters in any order, and addresses with one letter changed. */
const nearAddress = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abF:.'), maxLength: 45 }),
  fc.ipV4(),
  fc.ipV6(),
  fc
    .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(40), fc.constantFrom(...'0.:f'))
    .map(([text, at, letter]) => text.slice(0, at) + letter + text.slice(at + 1)),
);

describe('agrees with Node', () => {
  it('whatever it takes is an address of that version there', () => {
    fc.assert(
      fc.property(nearAddress, (text) => {
        const reading = parseAddress(text);
        if (reading.ok) expect(isIP(text)).toBe(reading.value.version);
      }),
      { numRuns: 2000 },
    );
  });

  it('it takes every address that is written as it writes it', () => {
    const value = fc.oneof(
      fc.bigInt(0n, 2n ** 32n - 1n).map((one) => ({ version: 4 as const, value: one })),
      fc.array(fc.oneof(fc.constant(0n), fc.bigInt(0n, 0xffffn)), { minLength: 8, maxLength: 8 }).map((groups) => ({
        version: 6 as const,
        value: groups.reduce((sum, group) => (sum << 16n) | group, 0n),
      })),
    );
    fc.assert(
      fc.property(value, (address) => {
        fc.pre(address.version === 4 || address.value >> 32n !== 0xffffn);
        const text = addressText(address);
        expect(isIP(text)).toBe(address.version);
        expect(parseAddress(text)).toEqual({ ok: true, value: address });
        // The WHATWG URL parser writes IPv6 as RFC 5952 says, too.
        if (address.version === 6) expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
      }),
      { numRuns: 1000 },
    );
  });
});
