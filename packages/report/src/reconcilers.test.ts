// Does each form of a report tell which object makes an app and what made an object, and is it as before where nothing is known of that?
import { HOSTILE_PAYLOADS, hostileReport, reconcilerReport, sampleReport } from '@fairway/testkit';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { pageJson } from './html/page-data.ts';
import { reportToJunit } from './junit.ts';
import { reportToComment, reportToMarkdown } from './markdown/report-markdown.ts';
import { reportToSarif } from './sarif.ts';
import { reportToText } from './text/report-text.ts';

const CHAIN = 'Kustomization flux-system/flux-system → Kustomization flux-system/storefront → HelmRelease storefront/storefront';
const PLACE = 'apps/base/storefront/storefront/release.yaml:1';

describe('text', () => {
  const text = reportToText(reconcilerReport(), { width: 160 });

  it('draws trees of what changes and of what stands above it, with object and place', () => {
    expect(text).toContain(
      [
        '  · prod/flux-system  Kustomization flux-system/flux-system  clusters/prod/flux-system.yaml:1',
        '  ├─ · prod/storefront  Kustomization flux-system/storefront  clusters/prod/storefront.yaml:1',
        `  │  ├─ ~ prod/storefront-web  HelmRelease storefront/storefront  changed, 1 object  ${PLACE}`,
        '  │  └─ + prod/recommendations  HelmRelease storefront/recommendations  added, 1 object  apps/base/storefront/recommendations/release.yaml:1',
      ].join('\n'),
    );
    expect(text).not.toContain('prod/payouts');
    expect(text).toContain('not shown: 21 apps without any change');
  });

  it('tells all with --verbose, the chain of an app, and what made an object', () => {
    const all = reportToText(reconcilerReport(), { width: 160, verbose: true });
    expect(all).toContain('prod/payouts');
    expect(all).toContain(`via ${CHAIN}`);
    expect(all).toContain('from Application argocd/shop → chart templates/helm/lks-app → templates/service.yaml');
    expect(text).not.toContain('chart templates/helm/lks-app');
  });

  it('needs no board where the trees of one environment say it all, and is bounded', () => {
    const { base: _, ...report } = reconcilerReport();
    const apps = report.apps.filter((app) => app.env === 'prod');
    const told = reportToText({ ...report, apps, changes: [] });
    expect(told).not.toContain('(number of objects)');
    expect(told).toContain('7 objects');
    const [root] = apps;
    const many = Array.from({ length: 500 }, (_, i) => ({ ...(root ?? apps[0]), id: `prod/a${i}`, app: `a${i}` }));
    expect(
      reportToText({ ...report, apps: many.filter((app) => 'status' in app) as typeof apps, changes: [] }).split('\n').length,
    ).toBeLessThan(90);
  });
});

describe('Markdown', () => {
  it('has one line for the chain, and links the place where files are shown', () => {
    const line = CHAIN.split(' → ')
      .map((name) => `\`${name}\``)
      .join(' → ');
    expect(reportToMarkdown(reconcilerReport())).toContain(`via ${line} (\`${PLACE}\`)`);
    expect(reportToMarkdown(reconcilerReport(), { sourceUrl: 'https://github.com/a/b/blob/1a2b3c4' })).toContain(
      `via ${line} ([\`${PLACE}\`](<https://github.com/a/b/blob/1a2b3c4/apps/base/storefront/storefront/release.yaml#L1>))`,
    );
    expect(reportToMarkdown(reconcilerReport(), { sourceUrl: 'javascript:alert(1)' })).not.toContain('](<');
  });

  it('says of an object with a diff what made it, and stays within its limit', () => {
    expect(reportToMarkdown(reconcilerReport())).toContain(
      '<br>from `Application argocd/shop` → `chart templates/helm/lks-app` → `templates/service.yaml`',
    );
    for (const limit of [600, 2000, 5000])
      expect(Buffer.byteLength(reportToComment(reconcilerReport(), { limit }))).toBeLessThanOrEqual(limit);
  });
});

it('JUnit and SARIF carry the chain', () => {
  const [finding] = sampleReport().findings;
  if (finding === undefined) throw new Error('the sample has no finding');
  const report = reconcilerReport({ findings: [{ ...finding, subject: { env: 'prod', app: 'storefront-web' } }] });
  expect(reportToJunit(report)).toContain(`via ${CHAIN} (${PLACE})`);
  expect(JSON.parse(reportToSarif(report)).runs[0].results[0].properties.via).toBe(`${CHAIN} (${PLACE})`);
});

describe('a report without reconcilers', () => {
  it('knows nothing of them', () => {
    const report = sampleReport();
    expect(reportToText(report)).not.toMatch(/Reconcilers|^ +via /m);
    expect(reportToMarkdown(report)).not.toMatch(/^via |<br>from /m);
    expect(reportToJunit(report)).not.toContain('via ');
    expect(reportToSarif(report)).not.toMatch(/"via"|not-looked-at/);
    expect(Object.keys(JSON.parse(pageJson(report)))).toEqual(['report', 'headline', 'warnings', 'verdict', 'sides']);
  });
});

describe('hostile names', () => {
  const html = (markdown: string): string =>
    micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const shape = (page: string): readonly string[] =>
    [...page.matchAll(/<(\/?[a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? '').filter((name) => !/^\/?(code|strong)$/.test(name));
  const calm = shape(html(reportToMarkdown(hostileReport('x', reconcilerReport()))));

  it.each(HOSTILE_PAYLOADS)('change nothing of the page, the terminal and the picture: %j', (payload) => {
    const report = hostileReport(payload, reconcilerReport());
    const page = html(reportToMarkdown(report));
    expect(shape(page)).toEqual(calm);
    expect(page).not.toContain('href=');
    const text = reportToText(report, { verbose: true });
    expect(text).not.toMatch(/^\s*::|##\[/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
    expect(pageJson(report)).not.toMatch(/[<\u2028\u2029]/);
  });
});
