// Are address ranges read as the API server reads them, and written so that one can copy them?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_ADDRESSES, ALL_V4, ALL_V6, addressRanges, readCidr, uniteAddresses } from './address-set.ts';
import { difference, intersection } from './interval-set.ts';

function set(text: string) {
  const reading = readCidr(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.set;
}

describe('readCidr', () => {
  it.each(['10.0.0.0/8', '0.0.0.0/0', '::/0', '192.168.1.7/32', 'fd00::/8', '2001:db8::1/128', '1:0:0:2::/64'])(
    '%s comes back as it was',
    (text) => {
      expect(addressRanges(set(text))).toEqual([text]);
    },
  );

  it('cuts host bits off', () => {
    expect(addressRanges(set('10.1.2.3/8'))).toEqual(['10.0.0.0/8']);
    expect(addressRanges(set('fd00::1/16'))).toEqual(['fd00::/16']);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '10.0.0.0/-1',
    '1::2::3/64',
    '::ffff:1.2.3.4/128',
    'fd00::/129',
    'fe80::1%eth0/64',
    `${'1'.repeat(1e6)}/8`,
  ])('refuses %.40s and says what to write', (text) => {
    const reading = readCidr(text);
    expect(reading.ok ? '' : reading.problem).toMatch(/; (write|leave|only|each|the|an) /);
  });

  it('holds exactly the addresses of its block', () => {
    const v4 = fc.tuple(fc.nat(0xffff_ffff), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(v4, fc.nat(0xffff_ffff), ([base, prefix], other) => {
        const text = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
        const size = 2 ** (32 - prefix);
        const expected = Math.floor(base / size) === Math.floor(other / size);
        expect(intersection(set(`${text(base)}/${prefix}`), set(`${text(other)}/32`)).length > 0).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('address sets', () => {
  it('keep IPv4 and IPv6 apart', () => {
    expect(intersection(ALL_V4, ALL_V6)).toEqual([]);
    expect(addressRanges(ALL_ADDRESSES)).toEqual(['0.0.0.0/0', '::/0']);
  });

  it('are written as first and last address where they are no block', () => {
    expect(addressRanges(difference(ALL_V4, set('10.0.0.0/8')))).toEqual(['0.0.0.0-9.255.255.255', '11.0.0.0-255.255.255.255']);
    expect(addressRanges(uniteAddresses([set('10.0.0.0/25'), set('10.0.0.128/25'), set('fd00::/127')]))).toEqual([
      '10.0.0.0/24',
      'fd00::/127',
    ]);
  });
});
