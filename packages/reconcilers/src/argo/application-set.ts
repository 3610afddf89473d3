// Which Applications does an ApplicationSet make?
import { type FindingDraft, isRecord, type ManifestObject } from '@fairway/manifests';
import { problemOf } from '../flux/flux-object.ts';
import { GoTemplateFault } from '../go-template/meter.ts';
import { goTemplateRenderer, missingKeyOf } from '../go-template/render-go-template.ts';
import type { GoMap } from '../go-template/values.ts';
import type { Expand, ExpansionProblem, SightedObject, World } from '../model.ts';
import { emptyFinding, projectFinding } from './application-set-findings.ts';
import { type ApplicationPlan, makeApplication } from './application-set-made.ts';
import { ApplicationSet } from './application-set-spec.ts';
import { argoName, failed, readArgoObject } from './argo-object.ts';
import type { GeneratorContext } from './generators/generator-context.ts';
import { GeneratorFault, NotLookedAt } from './generators/generator-fault.ts';
import { parametersText } from './generators/parameters.ts';
import { type Produced, produce } from './generators/transform-generator.ts';
import { fillTemplate } from './template-merge.ts';
import { TemplateFault, type TemplateLanguage } from './template-render.ts';

/** Most Applications of one set. */
export const MAX_APPLICATIONS = 20_000;
/** Most parameter sets that generators make on the way to them. */
const MAX_SETS = 100_000;
/** Problems of one set that are worth telling. */
const MAX_PROBLEMS = 20;

type Spec = ApplicationSet['spec'];

interface Work {
  readonly sighted: SightedObject;
  readonly spec: Spec;
  readonly language: TemplateLanguage;
  readonly objects: ManifestObject[];
  readonly findings: FindingDraft[];
  readonly problems: ExpansionProblem[];
  readonly notLookedAt: string[];
  /** Who made the Application of a name. */
  readonly made: Map<string, { readonly params: GoMap; readonly field: string }>;
}

function counter(): GeneratorContext['count'] {
  let sets = 0;
  return (more) => {
    sets += more;
    if (sets <= MAX_SETS) return;
    const message = `its generators give more than ${MAX_SETS.toLocaleString('en-US')} parameter sets`;
    throw new GeneratorFault(message, 'Narrow the paths of its git generators, or split the ApplicationSet.');
  };
}

function contextOf(work: Work, world: World, count: GeneratorContext['count']): GeneratorContext {
  const { sighted, language, notLookedAt } = work;
  return {
    sighted,
    world,
    language,
    count,
    partly: (sentence) => {
      const whole = `${argoName(sighted)}: ${sentence}`;
      if (!notLookedAt.includes(whole)) notLookedAt.push(whole);
    },
  };
}

function report({ sighted, problems }: Work, error: GeneratorFault | TemplateFault): void {
  if (error instanceof TemplateFault) {
    problems.push(problemOf(sighted, error.message, { hint: `Correct ${error.field}.` }));
    return;
  }
  const { code, hint, at = sighted.at, message } = error;
  problems.push({ ...problemOf(sighted, message, { hint, code }), at });
}

/** One entry of `generators`; an entry that fails does not hide the problems of the next. */
async function produced(work: Work, index: number, context: GeneratorContext): Promise<readonly Produced[]> {
  try {
    return await produce({ entry: work.spec.generators[index], field: `spec.generators[${index}]`, level: 'top' }, context);
  } catch (error) {
    if (error instanceof NotLookedAt) context.partly(error.message);
    else if (error instanceof GeneratorFault || error instanceof TemplateFault) report(work, error);
    else throw error;
    return [];
  }
}

function checkUnique(
  { sighted, made, problems }: Work,
  name: string,
  { params, field }: { readonly params: GoMap; readonly field: string },
): boolean {
  const before = made.get(name);
  made.set(name, { params, field });
  if (before === undefined) return true;
  const message = `it makes two Applications named ${name}: from ${parametersText(before.params)} of ${before.field} and from ${parametersText(params)} of ${field}`;
  problems.push(problemOf(sighted, message, { hint: 'Put a parameter that tells them apart into spec.template.metadata.name.' }));
  return false;
}

function addApplication(work: Work, plan: ApplicationPlan, { params, field }: { readonly params: GoMap; readonly field: string }): void {
  try {
    const application = makeApplication(plan, params);
    if (checkUnique(work, application.metadata.name, { params, field })) work.objects.push(application);
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const message = `${error.message}, with the parameters ${parametersText(params)} of ${field}`;
    work.problems.push(problemOf(work.sighted, message, { hint: `Correct ${error.field}, or the parameters.` }));
  }
}

function addAll(work: Work, { spec: generator, field, params }: Produced): void {
  const { sighted, spec, language, findings, problems } = work;
  if (params.length === 0) findings.push(emptyFinding(sighted, field));
  const own = isRecord(generator.template) ? generator.template : {};
  const template = fillTemplate(own, spec.template);
  const finding = Object.keys(own).length === 0 ? undefined : projectFinding(sighted, own, `${field}.template`);
  if (finding !== undefined) findings.push(finding);
  const { namespace } = sighted.object.metadata;
  const { preserveResourcesOnDeletion: preserve } = spec.syncPolicy;
  const plan = { language, template: isRecord(template) ? template : {}, patch: spec.templatePatch, preserve, namespace };
  if (work.made.size + params.length > MAX_APPLICATIONS) {
    const message = `it makes more than ${MAX_APPLICATIONS.toLocaleString('en-US')} Applications, ${params.length} of them from ${field}`;
    problems.push(problemOf(sighted, message, { hint: 'Narrow the paths of its git generators, or split the ApplicationSet.' }));
    return;
  }
  for (const one of params) {
    addApplication(work, plan, { params: one, field });
    if (problems.length >= MAX_PROBLEMS) return;
  }
}

function languageOf({ goTemplate, goTemplateOptions }: Spec): TemplateLanguage {
  return { goTemplate, missingKey: goTemplate ? missingKeyOf(goTemplateOptions) : 'invalid', render: goTemplateRenderer() };
}

async function expand(work: Work, world: World): Promise<void> {
  const { sighted, spec, findings, problems } = work;
  const finding = projectFinding(sighted, spec.template, 'spec.template');
  if (finding !== undefined) findings.push(finding);
  const context = contextOf(work, world, counter());
  for (const index of spec.generators.keys()) {
    for (const one of await produced(work, index, context)) addAll(work, one);
    if (problems.length >= MAX_PROBLEMS) return;
  }
}

/**
 * The Applications that the controller would make, from the files of the repository, of fetched repositories, and from the clusters that
 * profiles name. Generators that ask a service are named in `notLookedAt`. One wrong template fails the set, as it stops the controller.
 */
export const expandApplicationSet: Expand = async (sighted, world) => {
  const read = readArgoObject(sighted, ApplicationSet);
  if (!read.ok) return { kind: 'failed', problems: read.problems };
  const { spec } = read.value;
  try {
    const made = { objects: [], findings: [], problems: [], notLookedAt: [], made: new Map() };
    const work: Work = { sighted, spec, language: languageOf(spec), ...made };
    await expand(work, world);
    const [first, ...rest] = work.problems;
    if (first !== undefined) return { kind: 'failed', problems: [first, ...rest] };
    const { objects, findings, notLookedAt } = work;
    return { kind: 'objects', objects, findings, notLookedAt, uses: [] };
  } catch (error) {
    if (!(error instanceof GoTemplateFault)) throw error;
    return failed(sighted, `spec.goTemplateOptions: ${error.message}`, 'Known are missingkey=default, invalid, zero and error.');
  }
};
