// Which choices does each filter offer, and how many rows would each show?
import type { Change, Effect, Finding } from '@fairway/contracts';
import { EFFECT_ORDER, SEVERITY_ORDER } from '../../labels.ts';
import type { Facet, Filter, Index } from './view-model.ts';
import { shownChanges, shownFindings } from './view-model.ts';

/** One value of a facet with the number of items that it would show. */
export interface Choice {
  readonly value: string;
  readonly count: number;
}

const tally = (values: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const choices = (order: readonly string[], all: ReadonlySet<string>, counts: ReadonlyMap<string, number>): readonly Choice[] =>
  order.filter((value) => all.has(value)).map((value) => ({ value, count: counts.get(value) ?? 0 }));

const KINDS: readonly Change['kind'][] = ['added', 'changed', 'removed', 'renamed'];

/** The choices of one facet, in their natural order, with counts under all other filters. */
export const facetChoices = (index: Index, filter: Filter, facet: Facet): readonly Choice[] => {
  const changes = shownChanges(index, filter, facet).map((item) => item.change);
  switch (facet) {
    case 'envs': {
      const order = [...new Set([...index.report.environments.map((env) => env.name), ...index.changes.map((item) => item.env)])];
      return choices(
        order,
        new Set(index.changes.map((item) => item.env)),
        tally(shownChanges(index, filter, facet).map((item) => item.env)),
      );
    }
    case 'kinds':
      return choices(KINDS, new Set(index.changes.map((item) => item.change.kind)), tally(changes.map((change) => change.kind)));
    case 'effects': {
      const all = new Set<string>(index.changes.flatMap((item): readonly Effect[] => item.change.effects));
      return choices(EFFECT_ORDER, all, tally(changes.flatMap((change): readonly Effect[] => change.effects)));
    }
    case 'severities': {
      const all = new Set<string>(index.findings.map((item): Finding['severity'] => item.finding.severity));
      return choices(SEVERITY_ORDER, all, tally(shownFindings(index, filter, facet).map((item) => item.finding.severity)));
    }
  }
};

/** A copy of the filter with one value of a facet switched. */
export const switched = (filter: Filter, facet: Facet, value: string): Filter => {
  const set = new Set(filter[facet]);
  if (!set.delete(value)) set.add(value);
  return { ...filter, [facet]: set };
};

/** Is anything restricted? */
export const isFiltered = (filter: Filter): boolean =>
  filter.query.trim() !== '' ||
  filter.app !== undefined ||
  filter.envs.size + filter.kinds.size + filter.effects.size + filter.severities.size > 0;
