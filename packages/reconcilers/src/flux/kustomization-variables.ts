// With which variables are the rendered objects of a Flux Kustomization filled in?
import type { AfterStep } from '@fairway/environments';
import type { ExpansionProblem, ObjectKey, SightedObject, World } from '../model.ts';
import { keyText, namespaceOf, problemOf } from './flux-object.ts';
import { hiddenVariables } from './kustomization-hidden.ts';
import type { KustomizationSpec } from './kustomization-spec.ts';
import { isStrict } from './kustomization-strict.ts';
import { isVariableName } from './substitute.ts';

export type VariablesReading =
  | { readonly kind: 'ok'; readonly after: readonly AfterStep[]; readonly uses: readonly ObjectKey[] }
  | { readonly kind: 'waiting'; readonly problem: ExpansionProblem }
  | { readonly kind: 'failed'; readonly problem: ExpansionProblem }
  | { readonly kind: 'not-looked-at'; readonly reason: string };

type Reference = NonNullable<NonNullable<KustomizationSpec['postBuild']>['substituteFrom']>[number];

/** Shorter texts of a Secret stand in too many places that have nothing to do with it. */
const MIN_MASKED = 4;
const COMMON = new Set(['true', 'false', 'null', 'none', 'default']);

interface Collected {
  readonly values: Map<string, string>;
  readonly secrets: Set<string>;
}

const onOneLine = (value: string): string => value.replaceAll('\n', '');

/** Undefined: taken, or optional and absent. */
async function take(
  sighted: SightedObject,
  world: World,
  { reference, into }: { readonly reference: Reference; readonly into: Collected },
) {
  const { kind, name, optional } = reference;
  const namespace = namespaceOf(sighted);
  const found = await world.data(kind, namespace, name);
  const what = keyText({ group: '', kind, namespace, name });
  if (found.kind === 'absent') {
    if (optional === true) return undefined;
    const hint = `add it to what is rendered for this environment, or write \`optional: true\` behind its name in postBuild.substituteFrom`;
    return {
      kind: 'waiting',
      problem: problemOf(sighted, `postBuild.substituteFrom names ${what}, which is not there`, { hint }),
    } as const;
  }
  const data = found.kind === 'found' ? found.data : hiddenVariables(world, namespace, name);
  if (data === undefined) {
    const reason = found.kind === 'hidden' ? found.reason : '';
    return { kind: 'not-looked-at', reason: `its variables come from ${what}, of which not even the names are known: ${reason}` } as const;
  }
  const wrong = Object.keys(data).find((key) => !isVariableName(key));
  if (wrong !== undefined) {
    const hint = 'rename the key: letters, digits and underscores, no digit first; Flux refuses all of it otherwise';
    const problem = problemOf(sighted, `the key ${wrong} of ${what} is no name for a variable`, { hint });
    return { kind: 'failed', problem: { ...problem, at: found.at } } as const;
  }
  for (const [key, value] of Object.entries(data)) {
    into.values.set(key, onOneLine(value));
    if (found.kind === 'found' && found.secret) into.secrets.add(key);
    else into.secrets.delete(key);
  }
  return undefined;
}

function steps({ values, secrets }: Collected, spec: KustomizationSpec, strict: boolean): readonly AfterStep[] {
  if (values.size === 0 && spec.postBuild?.substituteStrategy !== 'Always') return [];
  const texts = [...secrets].map((key) => values.get(key) ?? '').filter((text) => text.length >= MIN_MASKED && !COMMON.has(text));
  const substitute: AfterStep = { kind: 'substitute', variables: Object.fromEntries(values), strict };
  return texts.length === 0 ? [substitute] : [substitute, { kind: 'mask', texts: [...new Set(texts)].sort() }];
}

/** Collects `postBuild`: later references win, and what is written in the object itself wins over all. */
export async function readVariables(sighted: SightedObject, spec: KustomizationSpec, world: World): Promise<VariablesReading> {
  if (spec.postBuild === undefined) return { kind: 'ok', after: [], uses: [] };
  const into: Collected = { values: new Map(), secrets: new Set() };
  const { substitute = {}, substituteFrom = [] } = spec.postBuild;
  for (const reference of substituteFrom) {
    const problem = await take(sighted, world, { reference, into });
    if (problem !== undefined) return problem;
  }
  const wrong = Object.keys(substitute).find((key) => !isVariableName(key));
  if (wrong !== undefined) {
    const hint = 'use letters, digits and underscores, no digit first';
    return { kind: 'failed', problem: problemOf(sighted, `${wrong} in postBuild.substitute is no name for a variable`, { hint }) };
  }
  for (const [key, value] of Object.entries(substitute)) {
    into.values.set(key, onOneLine(value));
    into.secrets.delete(key);
  }
  const namespace = namespaceOf(sighted);
  const uses = substituteFrom.map(({ kind, name }) => ({ group: '', kind, namespace, name }));
  return { kind: 'ok', after: steps(into, spec, isStrict(world)), uses };
}
