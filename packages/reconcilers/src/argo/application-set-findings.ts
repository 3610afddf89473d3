// What is there to say about an ApplicationSet that can be expanded?
import { type FindingDraft, isRecord, objectRef } from '@fairway/manifests';
import type { SightedObject } from '../model.ts';
import { argoName } from './argo-object.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** A project that comes from parameters, or that is a pattern. `field` is the template, such as `spec.template`. */
export function projectFinding(sighted: SightedObject, template: Mapping, field: string): FindingDraft | undefined {
  const project = isRecord(template.spec) ? template.spec.project : undefined;
  if (typeof project !== 'string' || !/\{\{|\*/.test(project)) return undefined;
  const why = project.includes('{{') ? 'whoever writes its parameters chooses the project' : 'a project has a name, not a pattern';
  return {
    ruleId: 'appset-project-templated',
    severity: 'medium',
    message: `${argoName(sighted)}: ${field}.spec.project is ${JSON.stringify(project.slice(0, 100))}: ${why}, and with it the permissions`,
    hint: 'Write the name of one AppProject into it, and one ApplicationSet per project.',
    object: objectRef(sighted.object),
    field: `/${field.replaceAll(/[.[]/g, '/').replaceAll(']', '')}/spec/project`,
    location: sighted.at,
    detail: field,
  };
}

/** A generator that makes nothing. */
export function emptyFinding(sighted: SightedObject, field: string): FindingDraft {
  return {
    ruleId: 'appset-empty',
    severity: 'info',
    message: `${argoName(sighted)}: ${field} gives no parameters, so that it makes no Application`,
    hint: 'Check its elements, paths and selector, or remove it.',
    object: objectRef(sighted.object),
    field: `/${field.replaceAll(/[.[]/g, '/').replaceAll(']', '')}`,
    location: sighted.at,
    detail: field,
  };
}
