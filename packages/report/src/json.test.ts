// Do equal reports give equal bytes, and is a wrong file refused with its places?
import { FairwayError, type Report } from '@fairway/contracts';
import { HOSTILE_PAYLOADS, hostileReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { parseReport, reportToJson } from './json.ts';

const backwards = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, backwards(item)]),
  );
};

const refusal = (text: string): FairwayError => {
  try {
    parseReport(text);
  } catch (error) {
    if (error instanceof FairwayError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('reportToJson', () => {
  it('does not depend on the order of keys, and ends with a newline', () => {
    const report = sampleReport();
    const text = reportToJson(report);
    expect(reportToJson(backwards(report) as Report)).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
    expect(Object.keys(JSON.parse(text)).slice(0, 3)).toEqual(['schemaVersion', 'verb', 'verdict']);
  });

  it('is read back as it was', () => {
    expect(parseReport(reportToJson(sampleReport()))).toEqual(sampleReport());
  });

  it.each(HOSTILE_PAYLOADS.filter((payload) => !payload.includes('\ud800')))('keeps %j as data', (payload) => {
    expect(parseReport(reportToJson(hostileReport(payload)))).toEqual(hostileReport(payload));
  });

  it('writes numbers that JSON has not as text', () => {
    const [change] = sampleReport().changes;
    if (change === undefined) throw new Error('the sample has no change');
    const ops = [{ path: '/a', before: 12345678901234567890n, after: Number.POSITIVE_INFINITY }];
    const [back] = parseReport(reportToJson(sampleReport({ changes: [{ ...change, ops }] }))).changes;
    expect(back?.ops).toEqual([{ path: '/a', before: '12345678901234567890', after: 'Infinity' }]);
  });
});

describe('parseReport', () => {
  it.each([
    ['{', 'The report is no JSON'],
    ['[]', 'does not fit the contract'],
    ['{"schemaVersion":2}', 'schemaVersion 2; this release reads version 1'],
    [reportToJson(sampleReport()).replace('"verdict": "incomplete"', '"verdict": "fine"'), 'verdict: '],
    [reportToJson(sampleReport()).replace('"objects": 12', '"objects": -1'), 'apps.0.objects: '],
    [reportToJson(sampleReport()).replace('"notes"', '"note"'), 'note'],
  ])('refuses %.30s', (text, message) => {
    const error = refusal(text);
    expect(error.code).toBe('file-unreadable');
    expect(error.message).toContain(message);
    expect(error.hint).not.toBe('');
  });
});
