// Does the comment fit, does it say what it leaves out, and can nothing in it be broken by a name?
import { HOSTILE_PAYLOADS, hostileReport, largeReport, sampleChange, sampleReport } from '@fairway/testkit';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { commentMarker, reportToComment, reportToMarkdown } from './report-markdown.ts';

const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const shape = (page: string): readonly string[] =>
  [...page.matchAll(/<(\/?[a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? '').filter((name) => !/^\/?(code|strong)$/.test(name));
const searched = (page: string): string =>
  page
    .replace(/<code[^>]*>[\s\S]*?<\/code>/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/&(#\w+|\w+);/g, ' ');

const bytes = (text: string): number => Buffer.byteLength(text);

describe('reportToMarkdown', () => {
  it('tells everything where there is room', () => {
    const text = reportToMarkdown(sampleReport());
    expect(text).toContain('### ⚠️ 3 environments will change');
    expect(text).toContain('| `storefront` | 🟡 changed 1 | 🟡 changed 1 | 🟡 changed 5 | · |');
    expect(text.match(/```diff/g)).toHaveLength(sampleReport().changes.filter((change) => change.patch !== '').length);
    expect(text).toContain('data.token: changed, value not shown');
    expect(text).not.toContain('Left out');
    expect(text).not.toContain('<!--');
  });

  it('stays within 1 MiB for 5,000 changes with diffs, and says what is left out', () => {
    const text = reportToMarkdown(largeReport(5000), { artifactUrl: 'https://example.org/a/1' });
    expect(bytes(text)).toBeLessThanOrEqual(1_048_576);
    expect(bytes(text)).toBeGreaterThan(900_000);
    expect(text).toMatch(/Left out for length:\*\* the diffs of [\d,]+ of 5,000 objects/);
    expect(text).toContain('All of it is in [the whole report](https://example.org/a/1)');
  });

  it.each(['javascript:alert(1)', 'https://x.example/a) [b](https://y.example', 'https://x.example/"><b>'])(
    'makes no link of %s',
    (artifactUrl) => {
      expect(reportToMarkdown(sampleReport(), { artifactUrl })).not.toContain(artifactUrl);
    },
  );
});

describe('reportToComment', () => {
  it('begins with its marker', () => {
    expect(reportToComment(sampleReport())).toMatch(/^<!-- fairway:render -->\n/);
    expect(reportToComment(sampleReport(), { marker: commentMarker('render a/b') })).toMatch(/^<!-- fairway:render-a\/b -->\n/);
    expect(reportToComment(sampleReport(), { marker: 'x --> <script>' })).toMatch(/^<!-- fairway:x-script- -->\n/);
  });

  it('goes down in steps, each smaller than its limit and larger than the next', () => {
    const report = largeReport(400);
    const at = (limit: number): string => reportToComment(report, { limit });
    const steps: readonly (readonly [number, RegExp, RegExp])[] = [
      [2_000_000, /```diff/, /Left out/],
      [90_000, /```diff[\s\S]*Left out|Left out[\s\S]*```diff/, /the names of/],
      [40_000, /the diffs of \d+ of 400 objects\. All/, /the names of|lines of a diff/],
      [16_000, /the diffs of all 400 objects; the names of \d+ of 400 objects/, /```diff/],
      [2_700, /the names of all 400 objects/, /<details>/],
      [2_400, /the names of \d apps/, /<details>/],
      [300, /The rest is left out for length; it is in the report in the artifacts of this run/, /####/],
    ];
    for (const [limit, has, hasNot] of steps) {
      const text = at(limit);
      expect(bytes(text), String(limit)).toBeLessThanOrEqual(limit);
      expect(text, String(limit)).toMatch(has);
      expect(text, String(limit)).not.toMatch(hasNot);
      expect(text, String(limit)).toMatch(/^<!-- fairway:render -->/);
    }
  });

  it('never passes any limit, whatever it is, and never loses the verdict', () => {
    const report = largeReport(200);
    const whole = bytes(reportToComment(report, { limit: 10_000_000 }));
    for (let limit = 400; limit <= whole; limit = Math.ceil(limit * 1.21)) {
      const text = reportToComment(report, { limit });
      expect(bytes(text)).toBeLessThanOrEqual(limit);
      expect(text).toMatch(/Pass|pass/);
    }
    expect(bytes(reportToComment(report, { limit: whole }))).toBe(whole);
    expect(reportToComment(report, { limit: whole })).not.toContain('Left out');
    expect(reportToComment(report, { limit: whole - 1 })).toContain('Left out');
  });

  it('fits 65,536 for long, wide and multi-byte content', () => {
    const change = sampleChange('prod/storefront', 'image');
    const changes = Array.from({ length: 300 }, (_, i) => ({
      ...change,
      object: { ...change.object, name: `漢字🎉${i}`.repeat(40) },
      patch: `@@ -1 +1 @@\n-${'漢'.repeat(4000)}\n+${'`'.repeat(5000)}\n`,
    }));
    const notes = Array.from({ length: 3000 }, () => '<&|'.repeat(2000));
    const text = reportToComment(
      sampleReport({
        changes,
        notes,
        skipped: notes.map((path) => ({ path, reason: path })),
        environments: notes.map((name, i) => ({ name: `${name}${i}` })),
      }),
    );
    expect(bytes(text)).toBeLessThanOrEqual(65_536);
    expect(text).toContain('Left out');
  });

  it('gives diffs to what is grave first', () => {
    const calm = Array.from({ length: 200 }, () => sampleChange('test/storefront', 'image'));
    const report = sampleReport({ changes: [...calm, sampleChange('prod/legacy', 'removed')] });
    const text = reportToComment(report, { limit: 30_000 });
    expect(text).toContain('-kind: PersistentVolumeClaim');
    expect(text).toMatch(/the diffs of \d+ of 201 objects/);
  });
});

describe('hostile names', () => {
  const calm = shape(html(reportToMarkdown(hostileReport('x'))));

  it.each(HOSTILE_PAYLOADS)('change nothing of the page: %j', (payload) => {
    const text = reportToMarkdown(hostileReport(payload), { marker: 'render' });
    const page = html(text);
    expect(shape(page)).toEqual(calm);
    expect(searched(page)).not.toMatch(/@|[^&]#\d|:\/\/|www\.|GH-\d/);
    expect(page).not.toContain('href=');
  });

  it('would be seen if they did', () => {
    const page = html(`${reportToMarkdown(sampleReport())}\n<img src=x>\n@octocat`);
    expect(shape(page)).not.toEqual(shape(html(reportToMarkdown(sampleReport()))));
    expect(searched(page)).toContain('@');
  });
});
