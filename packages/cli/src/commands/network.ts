// fairway network: which addresses belong to whom, and do they fit together?

import { ConfigError, InputError } from '@fairway/contracts';
import { clusterNetworksOf, didYouMean } from '@fairway/environments';
import {
  type ClusterPlan,
  checkAddressPlan,
  type PlanCheck,
  planJson,
  planRows,
  planSvg,
  planText,
  readAddressPlan,
} from '@fairway/network';
import { Command, Option } from 'commander';
import type { CliContext } from '../context.ts';
import { findingsText } from '../finding-lines.ts';
import { openTree } from '../open-sources.ts';
import type { ContextOf } from '../program.ts';

const FORMATS = ['text', 'json', 'svg'] as const;
type Format = (typeof FORMATS)[number];

const WRITE_ONE = 'write clusters/<name>/network.yaml; docs/guides/clusters.md says what belongs in it';

interface PlanFlags {
  readonly cluster?: string;
  readonly format: Format;
}

/** Plans of one cluster, or of all; findings that name it, or all. Compared is always the whole fleet. */
function chosen(
  plans: readonly ClusterPlan[],
  check: PlanCheck,
  name: string | undefined,
): { readonly plans: readonly ClusterPlan[]; readonly check: PlanCheck } {
  if (name === undefined) return { plans, check };
  const plan = plans.find(({ cluster }) => cluster === name);
  if (plan === undefined) {
    const names = plans.map(({ cluster }) => cluster);
    const hint = [didYouMean(name, names), `clusters with a network.yaml: ${names.slice(0, 20).join(', ')}`].filter((part) => part !== '');
    throw new InputError('input-invalid', `there is no cluster '${name}' with a network.yaml`, { hint: hint.join(' ') });
  }
  const isAbout = (place: unknown): boolean => typeof place === 'string' && (place === plan.file || place.startsWith(`${plan.file}:`));
  const findings = check.findings.filter(({ location, data }) => isAbout(location?.file) || isAbout(data?.otherAt));
  return { plans: [plan], check: { findings, cut: check.cut } };
}

function outputOf(format: Format, plans: readonly ClusterPlan[], check: PlanCheck, { color }: CliContext): string {
  if (format === 'json') return `${JSON.stringify(planJson(plans, check.findings), null, 2)}\n`;
  const rows = planRows(plans, check.findings);
  return format === 'svg' ? planSvg(rows, check) : `${planText(rows)}${findingsText(check.findings, color)}`;
}

const planCommand = (contextOf: ContextOf): Command =>
  new Command('plan')
    .description('the address plan of every cluster, and what overlaps or is too small in it')
    .option('--cluster <name>', 'show one cluster; it is still compared with all others')
    .addOption(new Option('-f, --format <format>', 'what is printed').choices(FORMATS).default('text'))
    .action(async ({ cluster, format }: PlanFlags) => {
      const context = contextOf();
      const { tree } = await openTree(context);
      const { clusters, without, problems } = await clusterNetworksOf(tree);
      const read = readAddressPlan(clusters);
      const [first, ...rest] = [...problems, ...read.problems];
      if (first !== undefined) throw new ConfigError([first, ...rest]);
      if (clusters.length === 0) throw new InputError('input-invalid', 'no cluster has a network.yaml', { hint: WRITE_ONE });
      const { plans, check } = chosen(read.plans, checkAddressPlan(read.plans), cluster);
      context.stdout.write(outputOf(format, plans, check, context));
      for (const name of without) context.stderr.write(`${name} has no network.yaml: its addresses were not compared\n`);
      if (check.cut) context.stderr.write('There are more findings than these: mend them and run it again.\n');
      // Where the search ended early, a finding of the one cluster may be among those that nobody saw.
      const isIncomplete = without.length > 0 || (check.cut && cluster !== undefined);
      context.exit(isIncomplete ? 3 : check.findings.length > 0 ? 1 : 0);
    });

export const networkCommand = (contextOf: ContextOf): Command =>
  new Command('network').description('addresses of the clusters').addCommand(planCommand(contextOf));
