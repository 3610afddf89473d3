// Does each app become a test case with the right outcome, in XML that any reader takes?
import { HOSTILE_PAYLOADS, hostileReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { reportToJunit } from './junit.ts';

/** Elements in order, closed ones with a slash; throws where they do not nest. */
const elements = (xml: string): readonly string[] => {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, slash, name = '', self] of xml.matchAll(/<(\/?)([\w-]+)(?:\s+[\w-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (slash === '/') {
      if (open.pop() !== name) throw new Error(`${name} closes what is not open`);
    } else {
      seen.push(name);
      if (self !== '/') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} never closed`);
  return seen;
};

describe('reportToJunit', () => {
  const text = reportToJunit(sampleReport());

  it('has a suite per environment and a case per app', () => {
    expect(text).toContain('<testsuite name="prod" tests="4" failures="1" errors="1" skipped="0">');
    expect(text).toContain('<testsuite name="prod-b" tests="2" failures="0" errors="0" skipped="1">');
    expect(elements(text).filter((name) => name === 'testcase')).toHaveLength(sampleReport().apps.length + 1);
  });

  it('says error, failure and skipped', () => {
    expect(text).toMatch(/name="checkout"><error message="kustomize: accumulating resources[^"]*">.*kustomization\.yaml:5:5/);
    expect(text).toMatch(/name="storefront"><failure message="critical plaintext-secret[^"]*">.*session\.yaml:7:3/);
    expect(text).toContain('<skipped message="its chart is an oci:// reference, which is not looked at"/>');
  });

  it('shows findings that do not block without failing', () => {
    expect(text).toMatch(/name="checkout"><system-out>low deprecated-field/);
  });

  it('has no time: the same state gives the same bytes', () => {
    expect(reportToJunit(sampleReport())).toBe(text);
    expect(text).not.toMatch(/time(stamp)?=/);
  });

  it.each(HOSTILE_PAYLOADS)('stays well-formed with %j', (payload) => {
    const hostile = reportToJunit(hostileReport(payload));
    expect(elements(hostile)).toEqual(elements(reportToJunit(hostileReport('x'))));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(hostile).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
    expect(hostile.isWellFormed()).toBe(true);
  });
});
