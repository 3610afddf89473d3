// Are the pictures whole, small, the same each time, and closed to names that want to be more than names?
import type { Report } from '@fairway/contracts';
import { HOSTILE_PAYLOADS, hostileReport, manyReconcilers, reconcilerReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { graphDot } from './graph-dot.ts';
import { graphMermaid } from './graph-mermaid.ts';
import { graphOf } from './graph-of.ts';
import { graphSvg } from './graph-svg.ts';
import { pictureOf } from './picture.ts';

const USES = new Map([
  ['prod/ledger', [{ kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' }]],
  ['prod/payouts', [{ kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' }]],
]);
const graph = graphOf(reconcilerReport(), { uses: USES });
const hostile = (payload: string): Report => hostileReport(payload, reconcilerReport());
const tags = (svg: string): readonly string[] => [...svg.matchAll(/<[a-z!/?][^\s>]*/gi)].map((match) => match[0]);

describe('graphDot', () => {
  const dot = graphDot(graph);

  it('has every node and edge by a name of its own', () => {
    expect(dot).toMatch(/^digraph fairway \{\n {2}graph \[rankdir=LR\];\n/);
    expect(dot).toMatch(/n\d+ \[label="HelmRelease\\npayments\/ledger" shape=box color="#7d4e00" fillcolor="#fdf3dc"\];/);
    expect(dot).toMatch(/n\d+ \[label="HelmRepository\\nflux-system\/charts" shape=cylinder\];/);
    expect(dot).toMatch(/ {2}n\d+ -> n\d+ \[style=dashed constraint=false/);
    expect(dot.endsWith('}\n')).toBe(true);
  });

  it.each(HOSTILE_PAYLOADS)('keeps names inside of their quotes: %j', (payload) => {
    const lines = graphDot(graphOf(hostile(payload)))
      .trimEnd()
      .split('\n');
    for (const line of lines.slice(3, -1))
      expect(line).toMatch(
        /^ {2}n\d+ (?:\[label="(?:[^"\\]|\\.)*" shape=\w+(?: color="#\w+" fillcolor="#\w+")?\]|-> n\d+(?: \[[^\]]*\])?);$/,
      );
    expect(lines).toHaveLength(
      graphDot(graphOf(hostile('x')))
        .trimEnd()
        .split('\n').length,
    );
  });
});

describe('graphMermaid', () => {
  it('is a flowchart with classes for what changes', () => {
    const text = graphMermaid(graph);
    expect(text).toMatch(/^flowchart LR\n {2}n0\(\["dev"\]\)\n/);
    expect(text).toMatch(/n\d+\["HelmRelease<br>payments\/ledger"\]:::changed/);
    expect(text).toMatch(/n\d+\[\("HelmRepository<br>flux-system\/charts"\)\]/);
    expect(text).toContain('-. depends on .->');
    expect(text).toContain('  classDef failed ');
    expect(text).not.toContain('classDef removed');
  });

  it('stays within what Mermaid draws', () => {
    for (const report of [manyReconcilers(3000), hostileReport('<'.repeat(80), manyReconcilers(300))]) {
      const text = graphMermaid(graphOf(report));
      expect(text.length).toBeLessThanOrEqual(50_000);
      expect(text.match(/ -->| -\./g)?.length ?? 0).toBeLessThanOrEqual(500);
      expect(text).toMatch(/%% [\d,]+ of [\d,]+ nodes are folded/);
    }
  });

  it.each(HOSTILE_PAYLOADS)('writes as codes whatever could mean something: %j', (payload) => {
    const lines = graphMermaid(graphOf(hostile(payload)))
      .trimEnd()
      .split('\n');
    for (const line of lines.slice(1).filter((one) => one.includes('"')))
      expect(line).toMatch(/^ {2}n\d+\W{1,2}"(?:[\p{L}\p{N} ./_-]|#\d+;|<br>)*"\W{1,2}(?::::\w+)?$/u);
  });
});

describe('graphSvg', () => {
  const svg = graphSvg(graph);

  it('is one file without script, style sheet or anything from elsewhere', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox=/);
    expect(svg).not.toMatch(/<script|<style|href=|url\((?!#tip\))|<foreignObject|\son\w+=/);
    expect(svg).toContain(
      '<title>HelmRelease payments/ledger&#10;app prod/ledger&#10;changed&#10;apps/base/payments/ledger/release.yaml:1</title>',
    );
  });

  it('gives the same bytes for the same graph', () => {
    expect(graphSvg(graphOf(reconcilerReport(), { uses: USES }))).toBe(svg);
  });

  it.each(HOSTILE_PAYLOADS)('has the same elements with %j', (payload) => {
    expect(tags(graphSvg(graphOf(hostile(payload))))).toEqual(tags(graphSvg(graphOf(hostile('x')))));
  });

  it('is bounded for thousands, and says so', () => {
    const large = graphSvg(graphOf(manyReconcilers(3000)));
    expect(large.length).toBeLessThan(100_000);
    expect(large).toMatch(/>[\d,]+ of 6,002 nodes are folded<\/text>/);
  });
});

describe('pictureOf', () => {
  const { boxes, width, height } = pictureOf(graph, 300);

  it('lays no box over another and none outside', () => {
    for (const [i, a] of boxes.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true);
      for (const b of boxes.slice(i + 1))
        expect(
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          `${a.name} and ${b.name}`,
        ).toBe(true);
    }
  });

  it('has environments and things of one owner in the order of the report', () => {
    const order = (...names: readonly string[]) =>
      names.map((name) => boxes.find((box) => box.name.endsWith(name) && box.title.includes('prod'))?.y ?? 0);
    const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b);
    for (const list of [
      order('flux-system/storefront', 'flux-system/payments', 'flux-system/platform'),
      order('payments/ledger', 'payments/fraud-check', 'payments/invoices'),
    ])
      expect(list).toEqual(sorted(list));
    const environments = boxes.filter(({ kind }) => kind === 'environment');
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
    expect(environments.map(({ y }) => y)).toEqual(sorted(environments.map(({ y }) => y)));
  });

  it('draws circles too', () => {
    const report = reconcilerReport();
    const [first] = report.apps;
    if (first?.reconciler === undefined) throw new Error('the sample has no reconciler');
    const round = (name: string, parent: string) => ({
      ...first,
      id: `dev/${name}`,
      app: name,
      reconciler: {
        object: { ...first.reconciler?.object, apiVersion: 'v1', kind: 'Application', name },
        parent: `dev/${parent}`,
        dependsOn: [`dev/${parent}`],
      },
    });
    const picture = pictureOf(graphOf({ ...report, apps: [round('a', 'b'), round('b', 'a'), round('c', 'c')] }), 300);
    expect(picture.boxes.filter(({ kind }) => kind === 'object')).toHaveLength(3);
    expect(picture.wires.length).toBeGreaterThan(1);
  });
});
