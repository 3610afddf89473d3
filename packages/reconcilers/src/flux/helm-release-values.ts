// With which values does Flux install a HelmRelease?
import { type FindingDraft, objectRef } from '@fairway/manifests';
import { readValuesDocument } from '../helm-values/read-document.ts';
import { SetValueError } from '../helm-values/set-values.ts';
import { copyTable, type HelmTable, leafTexts, mergeTables, ValuesTooLarge } from '../helm-values/table.ts';
import { setTargetPath } from '../helm-values/target-path.ts';
import type { DataLookup, ExpansionProblem, ObjectKey, SightedObject, World } from '../model.ts';
import { releaseOf } from '../releases/release-of.ts';
import { keyText, nameOf, namespaceOf, problemOf } from './flux-object.ts';
import type { HelmReleaseSpec, HelmValuesReference } from './helm-release-spec.ts';

/** What stands for a value that is not to be had. */
const HIDDEN = '<encrypted>';
/** Shorter texts stand in too many places that have nothing to do with the Secret. */
const MIN_MASKED = 6;

export interface CollectedValues {
  readonly kind: 'ok';
  readonly values: HelmTable;
  /** Texts that came from a Secret. */
  readonly secrets: readonly string[];
  readonly findings: readonly FindingDraft[];
  readonly uses: readonly ObjectKey[];
}
export type ValuesCollecting =
  | CollectedValues
  | { readonly kind: 'waiting'; readonly problem: ExpansionProblem }
  | { readonly kind: 'failed'; readonly problem: ExpansionProblem }
  | { readonly kind: 'not-looked-at'; readonly reason: string };

interface Taking {
  readonly sighted: SightedObject;
  readonly reference: HelmValuesReference;
  /** For people: `valuesFrom[0]: ConfigMap apps/web`. */
  readonly what: string;
  readonly key: string;
}

/** The text of a reference; undefined: optional and not there. */
type Text = { readonly kind: 'text'; readonly text: string } | undefined | Exclude<ValuesCollecting, CollectedValues>;

const failed = (problem: ExpansionProblem) => ({ kind: 'failed', problem }) as const;

function textOf({ sighted, reference, what, key }: Taking, found: DataLookup): Text {
  const optional = reference.optional === true;
  if (found.kind === 'absent') {
    const hint = 'add it to what is rendered for this environment, correct the name, or write `optional: true`';
    return optional ? undefined : { kind: 'waiting', problem: problemOf(sighted, `${what} is not there`, { hint }) };
  }
  if (found.kind === 'hidden') {
    if (reference.targetPath !== undefined && reference.targetPath !== '') return { kind: 'text', text: HIDDEN };
    return optional ? undefined : { kind: 'not-looked-at', reason: `its values are not known (${what}): ${found.reason}` };
  }
  if (Object.hasOwn(found.data, key)) return { kind: 'text', text: found.data[key] ?? '' };
  if (optional) return undefined;
  const keys = Object.keys(found.data).toSorted();
  const there = keys.length === 0 ? 'it has none' : `it has ${keys.slice(0, 10).join(', ')}${keys.length > 10 ? ' and more' : ''}`;
  const hint = 'correct valuesKey, add the key, or write `optional: true`';
  return failed(problemOf(sighted, `${what} has no key ${key}: ${there}`, { hint }));
}

interface Filling {
  readonly inline: HelmTable;
  values: HelmTable;
  readonly secrets: Set<string>;
}

function remember(filling: Filling, source: HelmTable, secret: boolean): void {
  if (secret) for (const text of leafTexts(source)) if (text.length >= MIN_MASKED) filling.secrets.add(text);
}

function setAt(taking: Taking, filling: Filling, { text, secret }: { readonly text: string; readonly secret: boolean }) {
  const { targetPath: path = '', literal = false } = taking.reference;
  try {
    // Flux lays spec.values under each path first: lists that stand there get the item, and mappings are shared with what comes last.
    filling.values = mergeTables(filling.values, filling.inline);
    setTargetPath(filling.values, path, { text, literal });
    const alone: HelmTable = {};
    if (secret) setTargetPath(alone, path, { text, literal });
    remember(filling, alone, secret);
    return undefined;
  } catch (error) {
    if (!(error instanceof SetValueError)) throw error;
    const hint =
      'a value is read as `helm --set` reads it; `literal: true` takes it as it is (Flux 2.9), and quotes around it keep it text';
    return failed(problemOf(taking.sighted, `${taking.what}: ${taking.key} cannot be set at ${path}: ${error.message}`, { hint }));
  }
}

function mergeDocument(taking: Taking, filling: Filling, { text, secret }: { readonly text: string; readonly secret: boolean }) {
  const reading = readValuesDocument(text);
  if (!reading.ok) {
    const hint = 'the key must hold a YAML mapping of values, or name a place for it with targetPath';
    return failed(problemOf(taking.sighted, `${taking.what}: ${taking.key} is no values document: ${reading.message}`, { hint }));
  }
  remember(filling, reading.values, secret);
  filling.values = mergeTables(filling.values, reading.values);
  return undefined;
}

function leftOut({ sighted, what }: Taking, reason: string): FindingDraft {
  return {
    ruleId: 'fidelity',
    severity: 'info',
    message: `${nameOf(sighted)}: ${what} is left out, its values are not known here: ${reason}`,
    hint: 'what the cluster applies may differ by these values',
    object: objectRef(sighted.object),
    location: sighted.at,
    field: '/spec/valuesFrom',
    detail: what,
  };
}

function inlineValues(spec: HelmReleaseSpec): HelmTable | string {
  try {
    return copyTable(spec.values ?? {});
  } catch (error) {
    if (error instanceof ValuesTooLarge) return error.message;
    throw error;
  }
}

/** An older Flux does not know the field: the API server takes it out. */
function knowsLiteral({ reconciler }: World): boolean {
  return reconciler?.kind !== 'flux' || releaseOf(reconciler)?.row.valuesLiteral !== false;
}

/** `valuesFrom` in its order, each over the one before; `spec.values` over all of them. What is null stays null: helm takes such keys out of the chart's values. */
export async function collectValues(sighted: SightedObject, spec: HelmReleaseSpec, world: World): Promise<ValuesCollecting> {
  const inline = inlineValues(spec);
  if (typeof inline === 'string') return failed(problemOf(sighted, `spec.values has ${inline}`, { hint: 'keep the values smaller' }));
  const literalKnown = knowsLiteral(world);
  const filling: Filling = { inline, values: {}, secrets: new Set() };
  const findings: FindingDraft[] = [];
  const uses: ObjectKey[] = [];
  const namespace = namespaceOf(sighted);
  for (const [index, reference] of (spec.valuesFrom ?? []).entries()) {
    const { kind, name, valuesKey = '', targetPath = '', literal = false } = reference;
    const object: ObjectKey = { group: '', kind, namespace, name };
    uses.push(object);
    const key = valuesKey === '' ? 'values.yaml' : valuesKey;
    const taking: Taking = {
      sighted,
      reference: { ...reference, literal: literal && literalKnown },
      what: `valuesFrom[${index}]: ${keyText(object)}`,
      key,
    };
    const found = await world.data(kind, namespace, name);
    const taken = textOf(taking, found);
    if (taken === undefined) {
      if (found.kind === 'hidden') findings.push(leftOut(taking, found.reason));
      continue;
    }
    if (taken.kind !== 'text') return taken;
    const secret = found.kind === 'found' && found.secret;
    const problem =
      targetPath === ''
        ? mergeDocument(taking, filling, { text: taken.text, secret })
        : setAt(taking, filling, { text: taken.text, secret });
    if (problem !== undefined) return problem;
  }
  return {
    kind: 'ok',
    values: mergeTables(filling.values, inline),
    secrets: [...filling.secrets].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)),
    findings,
    uses,
  };
}
