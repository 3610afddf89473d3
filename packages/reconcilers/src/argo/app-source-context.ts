// What does the rendering of one source of an Application need to know?
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { ExpandedPart, SightedObject, World } from '../model.ts';
import { type BuildEnvironment, substitute } from './app-source-environment.ts';
import type { SourcePlace } from './app-source-place.ts';
import type { AppSource } from './app-source-spec.ts';
import { argoName, type Outcome } from './argo-object.ts';

export interface SourceContext {
  readonly sighted: SightedObject;
  readonly world: World;
  /** `spec.source` or `spec.sources[1]`. */
  readonly field: string;
  /** Place of the source among those that are rendered, from 0. */
  readonly index: number;
  readonly source: AppSource;
  readonly place: SourcePlace;
  /** Namespace of the destination; '' where none is named. */
  readonly namespace: string;
  readonly environment: BuildEnvironment;
  /** Roots of the sources that `$name/…` means; undefined for an Application with a single source, where it means nothing. */
  readonly references: ReadonlyMap<string, SourcePlace> | undefined;
}

/** One source as a part of the app, with what there is to say about it. */
export interface RenderedSource {
  readonly part: ExpandedPart;
  readonly findings: readonly FindingDraft[];
}

export type RenderSource = (context: SourceContext) => Promise<Outcome<RenderedSource>>;

/** Something that the rendering cannot show as Argo CD does it. */
export function fidelity(
  context: SourceContext,
  { message, hint, detail }: { readonly message: string; readonly hint: string; readonly detail: string },
): FindingDraft {
  const { sighted, field } = context;
  return {
    ruleId: 'fidelity',
    severity: 'info',
    message: `${argoName(sighted)}: ${message}`,
    hint,
    object: objectRef(sighted.object),
    location: sighted.at,
    detail: `${field}.${detail}`,
  };
}

/** Replaces build variables, and tells those whose text is not known. `what` names the field. */
export function expandVariables(
  context: SourceContext,
  text: string,
  what: string,
): { readonly text: string; readonly findings: readonly FindingDraft[] } {
  const { text: expanded, hidden, unknown } = substitute(text, context.environment);
  return {
    text: expanded,
    findings: [
      ...new Set(hidden).values().map((name) =>
        fidelity(context, {
          message: `${what} uses $${name}, which only Argo CD knows: it is left as written`,
          hint: 'The value differs in the cluster with each commit.',
          detail: `${what}:${name}`,
        }),
      ),
      ...new Set(unknown).values().map((name) =>
        fidelity(context, {
          message: `${what} uses $${name}, which is no variable of Argo CD: nothing stands in its place`,
          hint: 'Write $$ for a dollar sign, or name a variable of the build environment.',
          detail: `${what}:${name}`,
        }),
      ),
    ],
  };
}
