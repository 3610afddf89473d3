// Does every `promoteFrom` name an environment that can be promoted from, and does the chain have no circle?
import type { ConfigProblem } from '@fairway/contracts';
import type { ConfigYaml } from './config-yaml.ts';
import { isMapping } from './parse-config.ts';
import { quote } from './show-value.ts';
import { didYouMean } from './suggest.ts';

/** One entry of a promoteFrom list, where it stands, and whom it names. */
interface Lane {
  readonly to: string;
  readonly from: string;
  readonly path: readonly PropertyKey[];
}

/** Unknown and repeated sources, sources outside the chain, and circles. Works on files that are wrong elsewhere. */
export function checkPromoteChain(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const environments = isMapping(config.environments) ? config.environments : {};
  const lanes = lanesOf(environments);
  return [...lanes.flatMap((lane) => checkLane(lane, { lanes, environments, yaml })), ...circles(lanes, yaml)];
}

function lanesOf(environments: Readonly<Record<string, unknown>>): Lane[] {
  return Object.entries(environments).flatMap(([to, environment]) => {
    const list = isMapping(environment) && Array.isArray(environment.promoteFrom) ? environment.promoteFrom : [];
    return list.flatMap((entry: unknown, index) => {
      const from = isMapping(entry) ? entry.from : entry;
      return typeof from === 'string' ? [{ to, from, path: ['environments', to, 'promoteFrom', index] }] : [];
    });
  });
}

interface LaneContext {
  readonly lanes: readonly Lane[];
  readonly environments: Readonly<Record<string, unknown>>;
  readonly yaml: ConfigYaml;
}

function checkLane(lane: Lane, { lanes, environments, yaml }: LaneContext): ConfigProblem[] {
  const at = yaml.at(lane.path);
  const names = Object.keys(environments);
  if (!names.includes(lane.from)) {
    const hint = [
      didYouMean(
        lane.from,
        names.filter((name) => name !== lane.to),
      ),
      `environments: ${names.join(', ')}`,
    ].filter((part) => part !== '');
    return [{ message: `${lane.to} promotes from ${quote(lane.from)}, which is no environment of this file`, hint: hint.join(' '), at }];
  }
  const earlier = lanes.find((other) => other.to === lane.to && other.from === lane.from);
  if (earlier !== lane) return [{ message: `${lane.to} promotes from ${quote(lane.from)} twice`, hint: 'keep one entry', at }];
  const outside = [lane.to, lane.from].find((name) => kindOf(environments[name]) !== 'permanent');
  if (outside === undefined) return [];
  const message = `${quote(outside)} is ${kindOf(environments[outside])} and has no place in the chain from ${lane.from} to ${lane.to}`;
  return [{ message, hint: 'remove the entry, or make the environment permanent', at }];
}

function kindOf(environment: unknown): string {
  const kind = isMapping(environment) ? environment.kind : undefined;
  return kind === 'preview' || kind === 'standalone' ? kind : 'permanent';
}

/** Each circle once, at the entry that closes it, written from its first environment on. */
function circles(lanes: readonly Lane[], yaml: ConfigYaml): ConfigProblem[] {
  const bySource = Map.groupBy(lanes, (lane) => lane.from);
  const done = new Set<string>();
  const problems: ConfigProblem[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    for (const lane of bySource.get(name) ?? []) {
      const start = trail.indexOf(lane.to);
      if (start !== -1) problems.push(circle(trail.slice(start), yaml.at(lane.path)));
      else if (!done.has(lane.to)) visit(lane.to, [...trail, lane.to]);
    }
    done.add(name);
  };
  for (const name of bySource.keys()) if (!done.has(name)) visit(name, [name]);
  return problems;
}

function circle(names: readonly string[], at: ConfigProblem['at']): ConfigProblem {
  const shown = [...names, names[0] ?? ''].join(' → ');
  return {
    message: `promoteFrom goes round in a circle: ${shown}`,
    hint: 'a change must enter somewhere: remove one of these entries',
    at,
  };
}
