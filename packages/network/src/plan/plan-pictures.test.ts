// Do table, picture and JSON show every range, where it lies, what is wrong, and nothing that a terminal or a browser would obey?
import { describe, expect, it } from 'vitest';
import { factsOf, plansOf } from '../../test/plan-of.ts';
import { checkAddressPlan } from './check-address-plan.ts';
import { planJson } from './plan-json.ts';
import { planRows } from './plan-rows.ts';
import { planSvg } from './plan-svg.ts';
import { planText } from './plan-text.ts';

const plans = plansOf(
  factsOf('a', {
    peeredNetworks: [{ name: 'office', cidrs: ['10.64.0.0/16', 'fd00:64::/48'] }],
    egress: [{ name: 'internet', cidrs: ['0.0.0.0/0'], reason: 'opt-in' }],
  }),
);
const wrongPlans = plansOf(factsOf('a', { podCIDRs: ['10.2.0.0/18'] }));
const rowsOf = (of: typeof plans) => planRows(of, checkAddressPlan(of).findings);

it('the table has a line for each range, and what is free', () => {
  expect(planText(rowsOf(plans))).toBe(`a  routable  a.yaml
  RANGE     ROLE       ADDRESSES             COUNT  USE
  main      vnet       10.0.0.0/18          16,384
    api     apiServer  10.0.0.0/28              16
    nodes   nodes      10.0.4.0/24             256  14 nodes with surge, needs 19
    free               10.0.32.0/19         16,112  largest of 11 blocks
  pods                 10.1.0.0/16          65,536  /24 for each of 14 nodes
  services             10.2.0.0/20           4,096  DNS 10.2.0.10
  office    peered     10.64.0.0/16         65,536
  office    peered     fd00:64::/48           2^80
  internet  egress     0.0.0.0/0     4,294,967,296
`);
});

it('both owners of an overlap are marked', () => {
  const text = planText(rowsOf(wrongPlans));
  expect(text.match(/✗ \w+/g)).toEqual(['✗ pods', '✗ services']);
});

it('a subnet is drawn where it lies in its network', () => {
  const rows = rowsOf(plans)[0]?.rows ?? [];
  expect(rows.find(({ name }) => name === 'nodes')?.share).toEqual({ from: 4 / 64, length: 1 / 64 });
  expect(rows.find(({ name }) => name === 'pods')?.share).toEqual({ from: 0, length: expect.closeTo(14 / 256, 5) });
});

it('a subnet outside of every network is shown nevertheless', () => {
  const outside = plansOf(factsOf('a', { subnets: [{ name: 'lost', role: 'other', cidrs: ['10.77.0.0/24'] }] }));
  expect(planText(rowsOf(outside))).toContain('✗   lost');
});

describe('the picture', () => {
  const picture = planSvg(rowsOf(wrongPlans), checkAddressPlan(wrongPlans));

  it('needs nothing else and holds every range', () => {
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
    expect(picture).not.toMatch(/<script|<style|href|url\(/);
    for (const range of wrongPlans.flatMap((plan) => plan.ranges)) expect(picture).toContain(`>${range.range.text}</text>`);
  });

  it('tells the mistakes below', () => {
    expect(picture).toContain('overlaps pods 10.2.0.0/18 of a');
    expect(planSvg(rowsOf(plans), checkAddressPlan(plans))).not.toContain('#a8242b');
  });

  it('escapes what would be markup or a control character', () => {
    const [cluster] = rowsOf(plans);
    if (cluster === undefined) throw new Error('no rows');
    const hostile = planSvg([{ ...cluster, cluster: '<b>&"\u001b[31m\u202e' }], { findings: [], cut: false });
    expect(hostile).toContain('&#60;b&#62;&#38;&#34;\ufffd[31m\ufffd');
  });

  it('leaves clusters out that nobody would scroll to, and says so', () => {
    const many = Array.from({ length: 400 }, () => rowsOf(plans)[0]).flatMap((one) => one ?? []);
    expect(planSvg(many, { findings: [], cut: true })).toMatch(/>and more<[\s\S]*>\d+ more clusters are not drawn</);
  });
});

it('JSON counts exactly', () => {
  const json = planJson(plans, []);
  expect(json.clusters[0]).toMatchObject({ name: 'a', file: 'a.yaml', routable: true, nodes: 14, dnsServiceIP: '10.2.0.10' });
  expect(json.clusters[0]?.ranges).toContainEqual(
    expect.objectContaining({ kind: 'peered', name: 'office', cidr: 'fd00:64::/48', addresses: '1208925819614629174706176' }),
  );
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
