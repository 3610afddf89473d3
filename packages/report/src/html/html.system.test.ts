// Can a person use the page of a report in a real browser: click, filter, search, read differences, with keys alone, at 5,000 changes, among hostile names?
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOSTILE_PAYLOADS, hostileReport, largeReport, manyReconcilers, reconcilerReport, sampleReport } from '@fairway/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graphOf } from '../graph/graph-of.ts';
import { graphSvg } from '../graph/graph-svg.ts';
import { reportToJunit } from '../junit.ts';
import { reportToHtml } from './report-html.ts';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const directory = mkdtempSync(join(tmpdir(), 'fairway-page-'));
const pictures = process.env.FAIRWAY_SCREENSHOTS ?? directory;

let context: BrowserContext;
let page: Page;
let requests: string[];
let complaints: string[];

beforeAll(async () => {
  context = await chromium.launchPersistentContext(join(directory, 'profile'), {
    executablePath: process.env.FAIRWAY_CHROMIUM ?? '/usr/bin/chromium',
    args: ARGS,
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
  });
});

beforeEach(async () => {
  page = await context.newPage();
  requests = [];
  complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(async () => {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
  await page.close();
});

afterAll(async () => {
  await context?.close();
  rmSync(directory, { recursive: true, force: true });
});

const show = async (html: string, anchor = ''): Promise<void> => {
  const file = join(directory, 'report.html');
  writeFileSync(file, html);
  await page.goto(`${pathToFileURL(file).href}${anchor}`);
  await page.waitForSelector('h1');
};

const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
const names = () => page.locator('#panel-changes .change .name').allInnerTexts();
const nodes = (): Promise<number> => page.evaluate('document.querySelectorAll("*").length');
const cell = (app: string, env: number) => page.locator('.board tbody tr', { hasText: app }).locator('td').nth(env).locator('button');

/** Waits until a list has this many rows. */
const drawn = (panel: string, row: string, count: number) =>
  expect.poll(() => page.locator(`#panel-${panel} .${row}`).count(), { interval: 10 }).toBe(count);

/** Milliseconds from an action until the browser has painted its result. */
const painted = async (action: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await action();
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  return Math.round(performance.now() - start);
};

describe('the page of a report', () => {
  it('answers first, and shows the board', async () => {
    await show(reportToHtml(sampleReport()));
    await expect.poll(() => page.locator('h1').innerText()).toMatch(/^3 environments will change/);
    await expect.poll(() => page.locator('.warnings li').count()).toBe(6);
    await expect.poll(() => page.locator('.board thead th').allInnerTexts()).toEqual(['dev', 'test', 'prod', 'prod-b']);
    await picture('light');
  });

  it('filters by a click on the board, and takes it back', async () => {
    await show(reportToHtml(sampleReport()));
    await cell('storefront', 1).click();
    await expect.poll(() => names()).toEqual(['Deployment shop/storefront']);
    await expect.poll(() => cell('storefront', 1).getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => page.locator('[role=status]').innerText()).toContain('Changes: 1 of 9');
    await cell('storefront', 1).click();
    await expect.poll(() => names()).toHaveLength(9);
    await cell('checkout', 2).click();
    await expect.poll(() => page.locator('#panel-errors').innerText()).toContain('environments/prod/apps/checkout/kustomization.yaml:5:5');
  });

  it('filters by facet and shows what the others would give', async () => {
    await show(reportToHtml(sampleReport()));
    await page.getByLabel('API server would refuse').check();
    await expect.poll(() => names()).toEqual(['Deployment shop/storefront-worker']);
    await expect.poll(() => page.locator('.facet label', { hasText: 'dev' }).innerText()).toMatch(/0$/);
    await page.getByText('Clear all filters').click();
    await expect.poll(() => names()).toHaveLength(9);
  });

  it('searches objects, files and findings', async () => {
    await show(reportToHtml(sampleReport()));
    await page.fill('#search', 'loadbalancer');
    await drawn('changes', 'change', 1);
    await expect.poll(() => names()).toEqual(['Service shop/storefront']);
    await page.fill('#search', 'session.yaml');
    await page.click('#tab-findings');
    await drawn('findings', 'finding', 1);
    await page.locator('#panel-findings a', { hasText: 'Secret shop/storefront-session' }).click();
    await page.waitForSelector('.change[data-anchor*="Secret"] .body');
    await expect
      .poll(() => page.locator('.change[data-anchor*="Secret"] .body').innerText())
      .toContain('Values of Secrets are never shown');
    await expect.poll(() => page.locator('#tab-changes').getAttribute('aria-selected')).toBe('true');
  });

  it('tells a finding once for all apps, and counts what was there before until asked', async () => {
    const [, , finding] = sampleReport().findings;
    if (finding === undefined) throw new Error('the sample has no such finding');
    const at = (file: string, app: string, status: 'new' | 'existing') => ({
      ...finding,
      status,
      fingerprint: `${file} ${app}`,
      subject: { env: 'test', app },
      location: { file },
    });
    const findings = [
      at('new.yaml', 'checkout', 'new'),
      at('new.yaml', 'storefront', 'new'),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => at(`${name}.yaml`, 'checkout', 'existing')),
    ];
    const panel = page.locator('#panel-findings');
    await show(reportToHtml(sampleReport({ findings })));
    await page.click('#tab-findings');
    await drawn('findings', 'finding', 2);
    expect(await panel.locator('.place .where').allInnerTexts()).toEqual([
      expect.stringContaining('in 2 apps: test/checkout, test/storefront'),
    ]);
    await expect.poll(() => panel.innerText()).toContain('5 places in 1 app, all there before');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await drawn('findings', 'place', 6);
    expect((await panel.innerText()).split('includeSelectors')).toHaveLength(3);
    await page.keyboard.press('Escape');
    await drawn('findings', 'place', 1);
    await page.fill('#search', 'd.yaml');
    await drawn('findings', 'place', 1);
    const { base: _, ...withoutBase } = sampleReport({ findings });
    await show(reportToHtml(withoutBase));
    await page.click('#tab-findings');
    await drawn('findings', 'place', 4);
    await expect.poll(() => page.locator('.board td.quiet').first().innerText()).toContain('12');
  });

  it('shows a difference in one column, in two, and as fields', async () => {
    await show(reportToHtml(sampleReport()));
    const row = page.locator('.change[data-anchor="prod/storefront/apps/v1/Deployment/shop/storefront"]');
    await row.locator('.head').click();
    await expect.poll(() => row.locator('.diff.unified tr.del').count()).toBe(2);
    await expect.poll(() => row.locator('tr.ins mark').allInnerTexts()).toContain('warn');
    await row.getByText('Side by side').click();
    await expect.poll(() => row.locator('.diff.split td.del.text').count()).toBe(2);
    await picture('side-by-side');
    await row.getByText('Fields').click();
    await expect.poll(() => row.locator('.fields tbody th').allInnerTexts()).toContain('spec.template.spec.containers[name=web].image');
    await row.getByText('Unified').click();
  });

  it('opens the object of a link', async () => {
    await show(reportToHtml(sampleReport()), '#prod/legacy/v1/PersistentVolumeClaim/shop/legacy-data');
    await page.waitForSelector('.change .body');
    await expect.poll(() => page.locator('.change:has(.body) .name').innerText()).toBe('PersistentVolumeClaim shop/legacy-data');
  });

  it('turns dark and light, and remembers', async () => {
    await show(reportToHtml(sampleReport()));
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await expect.poll(() => paper()).toBe('rgb(255, 255, 255)');
    await page.click('#theme');
    await expect.poll(() => paper()).toBe('rgb(20, 22, 26)');
    await picture('dark');
    await page.reload();
    await page.waitForSelector('h1');
    await expect.poll(() => paper()).toBe('rgb(20, 22, 26)');
    await page.keyboard.press('t');
    await expect.poll(() => paper()).toBe('rgb(255, 255, 255)');
  });

  it('is used with keys alone', async () => {
    await show(reportToHtml(sampleReport()));
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.closest("li")?.dataset.anchor ?? document.activeElement.id');
    await page.keyboard.press('/');
    await expect.poll(() => focused()).toBe('search');
    await page.keyboard.type('storefront-worker');
    await drawn('changes', 'change', 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect.poll(() => focused()).toBe('prod/storefront/apps/v1/Deployment/shop/storefront-worker');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.change .body').count()).toBe(1);
    await expect.poll(() => page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('d');
    await expect.poll(() => page.locator('.diff.split').count()).toBe(1);
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.change .body').count()).toBe(0);
    await page.keyboard.press('Escape');
    await drawn('changes', 'change', 9);
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(() => focused()).toBe(first);
    await page.keyboard.press('?');
    await expect.poll(() => page.locator('dialog[open]').innerText()).toContain('next, previous row');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.focus('#tab-changes');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('#tab-findings').getAttribute('aria-selected')).toBe('true');
  });

  it('prints every list with the files to edit', async () => {
    await show(reportToHtml(sampleReport()));
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    const text = await page.locator('body').innerText();
    expect(text).toContain('environments/prod/apps/storefront/session.yaml:7:3');
    expect(text).toContain('environments/prod/apps/checkout/kustomization.yaml:5:5');
    expect(text).toContain('environments/archive/old');
    await picture('print');
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await expect.poll(() => page.locator('[role=tabpanel]:visible').count()).toBe(1);
  });

  it('fits a narrow window without scrolling sideways', async () => {
    await page.setViewportSize({ width: 420, height: 900 });
    await show(reportToHtml(sampleReport()));
    await page.locator('.change .head').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
    await picture('narrow');
  });
});

describe('apps that reconciler objects make', () => {
  const row = (id: string) => page.locator(`.branch[data-app="${id}"]`);
  const status = () => page.locator('[role=status]').innerText();

  it('stand as trees that open and close, with object and place', async () => {
    await show(reportToHtml(reconcilerReport(), { sourceUrl: 'https://github.com/a/b/blob/1a2b3c4' }));
    await page.click('#tab-apps');
    await drawn('apps', 'branch', 33);
    expect(await row('prod/ledger').innerText()).toMatch(/prod\/ledger\s+HelmRelease payments\/ledger\s+changed, 1 object/);
    expect(await row('prod/ledger').locator('a').getAttribute('href')).toBe(
      'https://github.com/a/b/blob/1a2b3c4/apps/base/payments/ledger/release.yaml#L1',
    );
    const inset = async (id: string): Promise<number> => (await row(id).locator('b').boundingBox())?.x ?? 0;
    expect(await inset('prod/ledger')).toBeGreaterThan(await inset('prod/payments'));
    await page.getByLabel('apps below prod/payments').click();
    await drawn('apps', 'branch', 29);
    await expect.poll(() => page.getByLabel('apps below prod/payments').getAttribute('aria-expanded')).toBe('false');
    await page.getByText('Close all').click();
    await drawn('apps', 'branch', 3);
    await page.getByText('Open all').click();
    await drawn('apps', 'branch', 33);
    await picture('apps');
  });

  it('lead to what changes, and are searched with what stands above them', async () => {
    await show(reportToHtml(reconcilerReport()));
    await page.click('#tab-apps');
    await row('prod/ledger').getByText('changed, 1 object').click();
    await expect.poll(() => names()).toEqual(['Deployment shop/storefront']);
    expect(await page.locator('#panel-changes .via').innerText()).toContain(
      'Kustomization flux-system/payments → HelmRelease payments/ledger',
    );
    await page.getByText('Clear all filters').click();
    await page.click('#tab-apps');
    await page.fill('#search', 'fraud');
    await drawn('apps', 'branch', 6);
  });

  it('say of an object what made it', async () => {
    await show(reportToHtml(reconcilerReport()));
    await page.locator('.change .head').first().click();
    expect((await page.locator('.origin').innerText()).replaceAll(/\s+/g, ' ')).toMatch(
      /^Application argocd\/shop( → )?chart templates\/helm\/lks-app( → )?templates\/service\.yaml$/,
    );
  });

  it('are drawn, and a box filters the lists by its app, with the pointer and with keys', async () => {
    await show(reportToHtml(reconcilerReport()));
    await page.click('#tab-graph');
    const box = (title: string) => page.locator('.box', { has: page.locator('title', { hasText: title }) });
    await expect.poll(() => page.locator('.picture .box').count()).toBe(36);
    await picture('graph');
    await box('app dev/shop').click();
    await expect.poll(() => status()).toContain('Changes: 1 of 5');
    await expect.poll(() => box('app dev/shop').getAttribute('aria-pressed')).toBe('true');
    await box('app dev/shop').press('Enter');
    await expect.poll(() => status()).toContain('Changes: 5 of 5');
    await page.getByText('Fit to width').click();
    const width: number = await page.evaluate(
      'document.querySelector(".picture").scrollWidth - document.querySelector(".picture").clientWidth',
    );
    expect(width).toBeLessThanOrEqual(0);
    await page.click('#theme');
    await picture('graph-dark');
  });

  it('name what was not looked at', async () => {
    await show(reportToHtml(reconcilerReport()));
    expect(await page.locator('.warnings').innerText()).toContain('7 ApplicationSets and 1 Application were not looked at');
    await page.click('#tab-gaps');
    await drawn('gaps', 'place', 6);
    await page.getByText('Show all 7 names').click();
    await drawn('gaps', 'place', 8);
    await page.click('#tab-skipped');
    await expect.poll(() => page.locator('#panel-skipped .finding').count()).toBe(1);
  });

  it('fit a narrow window, print, and stay few nodes for thousands', async () => {
    await page.setViewportSize({ width: 420, height: 900 });
    await show(reportToHtml(manyReconcilers(1500)));
    for (const tab of ['apps', 'graph']) {
      await page.click(`#tab-${tab}`);
      await expect.poll(() => page.locator(`#panel-${tab}`).isVisible()).toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
      expect(await nodes()).toBeLessThan(3500);
    }
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await expect.poll(() => page.locator('.branch').count()).toBe(3001);
  });

  it('are absent where no object makes any', async () => {
    await show(reportToHtml(sampleReport()));
    expect(await page.locator('[role=tab]').allInnerTexts()).toEqual([
      expect.stringMatching(/^Changes/),
      expect.stringMatching(/^Findings/),
      expect.stringMatching(/^Errors/),
      expect.stringMatching(/^Skipped/),
      expect.stringMatching(/^Notes/),
    ]);
  });
});

describe('5,000 changed objects', () => {
  it('stay usable: few nodes are drawn, more as the person comes closer', async () => {
    const html = reportToHtml(largeReport(5000));
    const open = await painted(() => show(html));
    const first = await nodes();
    expect(first).toBeLessThan(3500);
    const search = await painted(async () => {
      await page.fill('#search', 'object-0499');
      await drawn('changes', 'change', 10);
    });
    await expect.poll(() => nodes()).toBeLessThan(1500);
    const clear = await painted(() => page.getByText('Clear all filters').click());
    const filter = await painted(() => page.getByLabel('prod-b').check());
    const board = await painted(() => cell('service-003', 0).click());
    const expand = await painted(() => page.locator('.change .head').first().click());
    await page.getByText('Clear all filters').click();
    const before = await nodes();
    await page.locator('.more').scrollIntoViewIfNeeded();
    await expect.poll(nodes).toBeGreaterThan(before);
    await expect.poll(() => nodes()).toBeLessThan(8000);
    const down = await painted(() => page.keyboard.press('j'));
    const top: number = await page.evaluate('document.activeElement.getBoundingClientRect().top');
    expect(top).toBeGreaterThan(40);
    expect(top).toBeLessThan(860);
    await picture('large');
    process.stdout.write(
      `page with 5,000 changes, ms until painted: ${JSON.stringify({ kB: Math.round(html.length / 1024), open, search, clear, filter, board, expand, down, nodes: first })}\n`,
    );
  });

  it('can all be reached by a link, and printed', async () => {
    await show(
      reportToHtml(largeReport(5000)),
      '#prod-b/service-024/v1/Service/shop/object-04999'.replace('v1/Service', 'apps/v1/Deployment').replace('04999', '04499'),
    );
    await page.waitForSelector('h1');
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await expect.poll(() => page.locator('.change').count()).toBe(5000);
  });
});

describe('hostile names', () => {
  /** A visit opens a page and every row in it. */
  const PATIENT = { timeout: 30_000 };
  const visit = async (payload: string, report = hostileReport(payload)): Promise<unknown> => {
    await show(reportToHtml(report, { title: payload, sourceUrl: 'https://example.org/x' }));
    for (const head of await page.locator('.change .head').all()) await head.click();
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    return page.evaluate(
      `[...new Set([...document.querySelectorAll('*')].map((one) => one.tagName + [...one.attributes].map((a) => a.name)))].filter((name) => name !== 'MARK' && name !== 'CODE').sort().join(' ')`,
    );
  };

  it.each(HOSTILE_PAYLOADS)('stay text: %j', async (payload) => {
    const calm = await visit('x');
    await expect.poll(() => visit(payload), PATIENT).toBe(calm);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await expect.poll(() => page.locator('script').count()).toBe(2);
  });

  it.each(HOSTILE_PAYLOADS)('stay text in trees and pictures: %j', async (payload) => {
    const calm = await visit('x', hostileReport('x', reconcilerReport()));
    await expect.poll(() => visit(payload, hostileReport(payload, reconcilerReport())), PATIENT).toBe(calm);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  it.each(HOSTILE_PAYLOADS)('leave the picture of the graph readable XML: %j', async (payload) => {
    const svg = JSON.stringify(graphSvg(graphOf(hostileReport(payload, reconcilerReport()))));
    await page.goto('about:blank');
    requests = [];
    expect(
      await page.evaluate(`new DOMParser().parseFromString(${svg}, 'image/svg+xml').querySelector('parsererror')?.textContent ?? ''`),
    ).toBe('');
  });

  it('would be noticed: the same page without escaping runs the script', async () => {
    const payload = '</script><img src="data:," onerror="window.pwned=1">';
    const broken = reportToHtml(sampleReport())
      .replace(/<script type="application\/json"[^>]*>/, (tag) => `${tag}${payload}`)
      .replace(/<meta http-equiv[^>]*>/, '');
    writeFileSync(join(directory, 'broken.html'), broken);
    await page.goto(pathToFileURL(join(directory, 'broken.html')).href);
    await expect.poll(() => page.evaluate('window.pwned')).toBe(1);
    complaints = [];
  });

  it('cannot run a script even then, for the policy of the page forbids it', async () => {
    const payload = '</script><img src="data:," onerror="window.pwned=1"><script>window.pwned=2</script>';
    const broken = reportToHtml(sampleReport()).replace(/<script type="application\/json"[^>]*>/, (tag) => `${tag}${payload}`);
    writeFileSync(join(directory, 'broken.html'), broken);
    await page.goto(pathToFileURL(join(directory, 'broken.html')).href);
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(complaints.join(' ')).toContain('Content Security Policy');
    complaints = [];
  });

  it.each(HOSTILE_PAYLOADS)('leave JUnit XML readable: %j', async (payload) => {
    const xml = JSON.stringify(reportToJunit(hostileReport(payload)));
    await page.goto('about:blank');
    requests = [];
    expect(
      await page.evaluate(`new DOMParser().parseFromString(${xml}, 'application/xml').querySelector('parsererror')?.textContent ?? ''`),
    ).toBe('');
  });
});
