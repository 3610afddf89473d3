// Is the page one file that loads nothing, runs only its own script, and can be left by no name?
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { HOSTILE_PAYLOADS, hostileReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { CLIENT_SCRIPT, CLIENT_STYLE } from './generated/client.ts';
import { pageJson } from './page-data.ts';
import { reportToHtml } from './report-html.ts';

const page = reportToHtml(sampleReport());
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
const blocks = (html: string, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1] ?? '');
const tags = (html: string): readonly string[] => [...html.matchAll(/<[a-z!/][^\s>]*/gi)].map((match) => match[0]);

describe('reportToHtml', () => {
  it('lets run only the script and the style that it carries', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain(`script-src 'sha256-${sha256(blocks(page, 'script').at(-1) ?? '')}'`);
    expect(policy).toContain(`style-src 'sha256-${sha256(blocks(page, 'style')[0] ?? '')}'`);
  });

  it('refers to nothing outside', () => {
    expect(page).not.toMatch(/<(link|script|img|iframe)[^>]*(src|href)="(?!data:)/);
    expect(CLIENT_STYLE).not.toMatch(/url\(|@import/);
    expect(CLIENT_SCRIPT).not.toMatch(/\bfetch\(|XMLHttpRequest|sendBeacon|new WebSocket|\beval\(|new Function/);
  });

  it('carries a program that cannot end its own element', () => {
    expect(CLIENT_SCRIPT).not.toMatch(/<\/script|<!--/i);
    expect(CLIENT_STYLE).not.toMatch(/<\//);
  });

  it('stays small: below 80 kB without data', () => {
    expect(Buffer.byteLength(CLIENT_SCRIPT + CLIENT_STYLE)).toBeLessThan(80_000);
  });

  it('gives its data back', () => {
    const [data = ''] = blocks(page, 'script');
    expect(JSON.parse(data).report).toEqual(sampleReport());
  });

  it.each(HOSTILE_PAYLOADS)('has the same elements with %j', (payload) => {
    const hostile = reportToHtml(hostileReport(payload), { title: payload });
    expect(tags(hostile)).toEqual(tags(reportToHtml(hostileReport('x'), { title: 'x' })));
    expect(pageJson(hostileReport(payload))).not.toMatch(/[<\u2028\u2029]/);
  });

  it('shows the text where scripts are off', () => {
    expect(blocks(page, 'noscript')[0]).toContain('3 environments will change');
  });
});

describe('generate-report-client', () => {
  it('has been run since the client changed', () => {
    const script = fileURLToPath(new URL('../../../../scripts/generate-report-client.mjs', import.meta.url));
    const done = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
  });
});
