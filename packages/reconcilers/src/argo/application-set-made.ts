// Which Application does a template give for one set of parameters?
import { isRecord, type ManifestObject, readYaml, YamlSyntaxError } from '@fairway/manifests';
import type { GoMap } from '../go-template/values.ts';
import { strategicMerge } from './template-merge.ts';
import { fillDeep, fillText, TemplateFault, type TemplateLanguage } from './template-render.ts';

type Mapping = Readonly<Record<string, unknown>>;

export interface ApplicationPlan {
  readonly language: TemplateLanguage;
  /** `metadata` and `spec` of an Application, with templates in their texts. */
  readonly template: Mapping;
  /** Text of a patch, with templates in it; '': none. */
  readonly patch: string;
  /** Do the Application's objects stay when it is deleted? */
  readonly preserve: boolean;
  /** Namespace of the ApplicationSet: its Applications have the same. */
  readonly namespace: string | undefined;
}

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

function recordAt(value: unknown, key: string): Mapping {
  const entry = isRecord(value) ? value[key] : undefined;
  return isRecord(entry) ? entry : {};
}

function listAt(value: Mapping, key: string): readonly unknown[] {
  const entry = value[key];
  return Array.isArray(entry) ? entry : [];
}

function filled({ language, template, preserve }: ApplicationPlan, params: GoMap): Mapping {
  // Argo CD leaves the template as it is where there are no parameters at all.
  if (params.entries.size === 0) return template;
  const made = fillDeep(template, { language, params }, { path: ['spec.template'] });
  const application = isRecord(made) ? made : {};
  const metadata = recordAt(application, 'metadata');
  if (preserve || listAt(metadata, 'finalizers').length > 0) return application;
  return { ...application, metadata: { ...metadata, finalizers: [FINALIZER] } };
}

function readPatch(text: string): Mapping | undefined {
  const field = 'spec.templatePatch';
  try {
    const value = readYaml(text).values[0];
    if (value === null || value === undefined) return undefined;
    if (isRecord(value)) return value;
    throw new TemplateFault(field, 'it gives no mapping, and an Application is patched by one');
  } catch (error) {
    if (error instanceof YamlSyntaxError)
      throw new TemplateFault(field, `it gives no YAML: line ${error.line} of the result: ${error.message}`);
    throw error;
  }
}

/** A patch changes everything but the project: nobody gives himself another one. */
function patched(application: Mapping, { language, patch }: ApplicationPlan, params: GoMap): Mapping {
  const change = patch === '' ? undefined : readPatch(fillText(patch, { language, params }, 'spec.templatePatch'));
  if (change === undefined) return application;
  const made = strategicMerge(application, change);
  const { project } = recordAt(application, 'spec');
  return { ...made, spec: { ...recordAt(made, 'spec'), ...(project === undefined ? {} : { project }) } };
}

/** Does it say nothing? Texts, numbers, switches and lists that are empty are not written down, an empty object of values is. */
function saysNothing(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(
    ([key, entry]) => key !== 'valuesObject' && (entry === '' || entry === false || (Array.isArray(entry) && entry.length === 0)),
  );
}

function tidySource(source: unknown): unknown {
  if (!isRecord(source)) return source;
  const kept = Object.entries(source).filter(([key, value]) => !(['helm', 'kustomize', 'directory'].includes(key) && saysNothing(value)));
  return Object.fromEntries(kept);
}

/** As the ApplicationSet controller writes it: blocks of a source that say nothing are left out. */
function tidied(spec: Mapping): Mapping {
  const { source, sources } = spec;
  if (Array.isArray(sources) && sources.length > 0) return { ...spec, sources: sources.map(tidySource) };
  return source === undefined ? spec : { ...spec, source: tidySource(source) };
}

function textMap(value: Mapping, field: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      if (typeof entry !== 'string') throw new TemplateFault(`${field}.${key}`, 'it must be text');
      return [key, entry] as const;
    }),
  );
}

function checkedName(name: unknown): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, 100)) : 'nothing';
  throw new TemplateFault('spec.template.metadata.name', `it gives ${shown}, and a name has lower-case letters, digits, - and . only`);
}

/** Makes the Application. Throws TemplateFault. */
export function makeApplication(plan: ApplicationPlan, params: GoMap): ManifestObject {
  const application = patched(filled(plan, params), plan, params);
  const metadata = recordAt(application, 'metadata');
  const labels = textMap(recordAt(metadata, 'labels'), 'spec.template.metadata.labels');
  const annotations = textMap(recordAt(metadata, 'annotations'), 'spec.template.metadata.annotations');
  const finalizers = listAt(metadata, 'finalizers');
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: checkedName(metadata.name),
      ...(plan.namespace === undefined ? {} : { namespace: plan.namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(finalizers.length === 0 ? {} : { finalizers }),
    },
    spec: tidied(recordAt(application, 'spec')),
  };
}
