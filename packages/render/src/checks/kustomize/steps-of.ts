// Which entries met nothing, wherever they were used?
import type { CheckContext } from '../../model.ts';
import { isInside } from '../repository-path.ts';
import type { Step } from './steps.ts';
import { traceOf } from './trace.ts';

type StepOf<K extends Step['step']> = Extract<Step, { readonly step: K }>;

/** The recorded steps of one kind, by entry: a component is met once for each of its users. */
export const stepsByEntry = <K extends Step['step']>(context: CheckContext, kind: K): readonly (readonly StepOf<K>[])[] => {
  const isKind = (step: Step): step is StepOf<K> => step.step === kind;
  const groups = Map.groupBy(traceOf(context).steps.filter(isKind), (step) => `${step.file}#${step.pointer}`);
  return [...groups.values()];
};

/** Entries for which the condition holds in every use, and where nothing is hidden from us. The first use stands for all. */
export const entriesWhere = <K extends Step['step']>(
  context: CheckContext,
  kind: K,
  condition: (step: StepOf<K>) => boolean,
): readonly StepOf<K>[] =>
  stepsByEntry(context, kind).flatMap((uses) => (uses.every((step) => !step.open && condition(step)) ? uses.slice(0, 1) : []));

/**
 * The id for an entry that met nothing. A component outside of the app's directory is written for several apps: that an entry of it
 * meets nothing in one of them is worth knowing, but no mistake of this app.
 */
export const unmatchedId = <Id extends string>(context: CheckContext, step: Step, own: Id): Id | 'component-entry-unmatched' =>
  step.node.component && !isInside(step.node.directory, context.app.root) ? 'component-entry-unmatched' : own;
