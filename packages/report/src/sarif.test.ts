// Will code scanning take the findings, and recognise them in the next run?
import { HOSTILE_PAYLOADS, hostileReport, sampleReport } from '@fairway/testkit';
import type { Log, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { reportToSarif } from './sarif.ts';

const runOf = (report = sampleReport()): Run => {
  const log: Log = JSON.parse(reportToSarif(report));
  const [run] = log.runs;
  if (run === undefined) throw new Error('there is no run');
  return run;
};

describe('reportToSarif', () => {
  it('is version 2.1.0 with one rule per rule id, in order', () => {
    const log: Log = JSON.parse(reportToSarif(sampleReport()));
    expect([log.version, log.runs.length]).toEqual(['2.1.0', 1]);
    expect(runOf().tool.driver.rules?.map((rule) => rule.id)).toEqual(['deprecated-field', 'patch-unmatched', 'plaintext-secret']);
  });

  it('gives each open finding its rule, level, place and fingerprint', () => {
    const [first] = runOf().results ?? [];
    expect(first).toMatchObject({
      ruleId: 'plaintext-secret',
      ruleIndex: 2,
      level: 'error',
      baselineState: 'new',
      partialFingerprints: { 'fairwayFinding/v1': '0000000000000001' },
    });
    expect(first?.message.text).toBe(
      'The Secret `storefront-session` stands in the repository as plain text.\nEncrypt it with SOPS, or let External Secrets fetch it.',
    );
    expect(first?.locations?.[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'environments/prod/apps/storefront/session.yaml', uriBaseId: '%SRCROOT%' },
        region: { startLine: 7, startColumn: 3 },
      },
      logicalLocations: [{ fullyQualifiedName: 'prod/storefront/Secret shop/storefront-session//data/token', kind: 'resource' }],
    });
  });

  it('leaves out what is fixed, keeps what is waived as suppressed', () => {
    const [finding] = sampleReport().findings;
    if (finding === undefined) throw new Error('the sample has no finding');
    const run = runOf(
      sampleReport({ findings: sampleReport().findings.slice(1), waived: [{ finding, waiver: 'governance/waivers/a.yaml' }] }),
    );
    expect(run.results?.map((result) => [result.ruleId, result.baselineState, result.suppressions?.[0]?.justification])).toEqual([
      ['patch-unmatched', 'new', undefined],
      ['deprecated-field', 'unchanged', undefined],
      ['plaintext-secret', 'new', 'governance/waivers/a.yaml'],
    ]);
  });

  it('gives a finding without a line the directory of its app, for code scanning takes none without a place', () => {
    const findings = sampleReport().findings.map(({ location: _, ...finding }) => ({ ...finding, status: 'new' as const }));
    const uris = runOf(sampleReport({ findings })).results?.map((result) => result.locations?.[0]?.physicalLocation?.artifactLocation?.uri);
    expect(uris).toEqual(
      ['prod/apps/storefront', 'prod/apps/storefront', 'test/apps/checkout', 'dev/apps/storefront'].map((path) => `environments/${path}`),
    );
  });

  it('says that a run was not complete, and why', () => {
    const [invocation] = runOf().invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.[0]?.descriptor?.id).toBe('tool-failed');
    expect(runOf(sampleReport({ verdict: 'pass', errors: [] })).invocations?.[0]?.executionSuccessful).toBe(true);
  });

  it.each(HOSTILE_PAYLOADS)('has valid URIs with %j', (payload) => {
    for (const result of runOf(hostileReport(payload)).results ?? []) {
      const uri = result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      expect(uri).toMatch(/^[\w./%!'()*~-]+$/);
    }
  });
});
