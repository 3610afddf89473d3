// Are ports of different protocols kept apart, and written for people?
import { describe, expect, it } from 'vitest';
import { intersection, union } from './interval-set.ts';
import { ALL_PORTS, isProtocol, NO_PORTS, portRange, portRanges, portText } from './ports.ts';

describe('port sets', () => {
  it.each([
    [NO_PORTS, 'none'],
    [ALL_PORTS, 'all'],
    [portRange('TCP', 80), 'TCP 80'],
    [portRange('TCP', 1, 65_535), 'TCP 1-65535'],
    [union(portRange('UDP', 53), union(portRange('TCP', 80, 81), portRange('TCP', 82))), 'TCP 80-82, UDP 53'],
    [union(portRange('SCTP', 65_535), portRange('TCP', 1)), 'SCTP 65535, TCP 1'],
  ])('%j is %s', (set, text) => {
    expect(portText(set)).toBe(text);
  });

  it('have nothing in common over protocols', () => {
    expect(intersection(portRange('TCP', 1, 65_535), portRange('UDP', 1, 65_535))).toEqual(NO_PORTS);
    expect(portRanges(ALL_PORTS).map(({ protocol, first, last }) => `${protocol} ${first} ${last}`)).toEqual([
      'SCTP 1 65535',
      'TCP 1 65535',
      'UDP 1 65535',
    ]);
  });

  it('know three protocols', () => {
    expect(['TCP', 'UDP', 'SCTP', 'tcp', 'ICMP', 6].map(isProtocol)).toEqual([true, true, true, false, false, false]);
  });
});
