// What does Argo CD give to kustomize for a source with options?
import { checkYaml, type FindingDraft, isRecord, stableYaml } from '@fairway/manifests';
import { expandVariables, fidelity, type RenderSource, type SourceContext } from './app-source-context.ts';
import { joinInside } from './app-source-place.ts';
import type { KustomizeOptions } from './app-source-spec.ts';
import { KUSTOMIZATION_NAMES } from './app-source-tool.ts';
import { escapes, failed, made, type Outcome } from './argo-object.ts';
import {
  addAnnotations,
  addComponents,
  addLabels,
  addPatches,
  type Edited,
  type Kustomization,
  modernised,
  setImages,
  setReplicas,
} from './kustomize-edit.ts';

const COUNT = /^[+-]?\d{1,18}$/;
const REMOTE = /:\/\/|^git@|^git::|\?ref=|^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i;

function edits(options: KustomizeOptions): boolean {
  const { namePrefix, nameSuffix, namespace, images, replicas, patches, components, commonLabels, commonAnnotations } = options;
  const lists = [images, replicas, patches, components, Object.keys(commonLabels), Object.keys(commonAnnotations)];
  return [namePrefix, nameSuffix, namespace].some((text) => text !== '') || lists.some((list) => list.length > 0);
}

interface KustomizationFile {
  readonly file: string;
  readonly kustomization: Kustomization;
}

async function readKustomization({ sighted, world, place }: SourceContext): Promise<Outcome<KustomizationFile>> {
  const files = KUSTOMIZATION_NAMES.map((name) => (place.path === '' ? name : `${place.path}/${name}`)).filter((path) =>
    world.files.isFile(path),
  );
  const [file, second] = files;
  const where = place.path === '' ? 'the root of the repository' : place.path;
  if (file === undefined)
    return failed(
      sighted,
      `${where} has no kustomization to set the options in`,
      'Add a kustomization.yaml, or leave the kustomize options out.',
    );
  if (second !== undefined) return failed(sighted, `${where} has both ${file} and ${second}`, 'Keep one of them.');
  const { values, problems } = checkYaml(new TextDecoder().decode(await world.files.read(file)));
  const [problem] = problems;
  if (problem !== undefined) {
    const { message, line, column } = problem;
    const at = { file, line, column };
    return {
      kind: 'failed',
      problems: [{ code: 'file-unreadable', message: `${file} is no YAML: ${message}`, hint: 'Correct the YAML.', at }],
    };
  }
  const value = values[0] ?? {};
  if (!isRecord(value)) return failed(sighted, `${file} must be a mapping`, 'Correct the kustomization.');
  return made({ file, kustomization: modernised(value) });
}

/** The components to add: those that are missing are left out where the option says so. */
function componentsOf(context: SourceContext, { components, ignoreMissingComponents }: KustomizeOptions): Outcome<readonly string[]> {
  const { sighted, world, place, field } = context;
  const found: string[] = [];
  for (const component of components) {
    const path = component.startsWith('/') ? undefined : joinInside(place.root, place.path, component);
    const exists = path !== undefined && (path === '' || world.files.isDirectory(path) || world.files.isFile(path));
    if (exists || (!ignoreMissingComponents && REMOTE.test(component))) found.push(component);
    else if (!ignoreMissingComponents) {
      if (path === undefined) return escapes(sighted, `${field}.kustomize.components: ${component} points outside the repository`);
      return failed(
        sighted,
        `${field}.kustomize.components: ${component} does not exist`,
        'Correct the path, or set ignoreMissingComponents: true.',
      );
    }
  }
  return made(found);
}

function replicasOf(options: KustomizeOptions): readonly { readonly name: string; readonly count: number }[] | string {
  const replicas: { name: string; count: number }[] = [];
  for (const { name, count } of options.replicas) {
    if (typeof count === 'string' && !COUNT.test(count)) return `replicas of ${name} must be a whole number, found ${count}`;
    replicas.push({ name, count: Number(count) });
  }
  return replicas;
}

interface Texts {
  readonly images: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly findings: readonly FindingDraft[];
}

/** Images and labels always hold build variables, annotations only where it is asked for. */
function expandedTexts(context: SourceContext, options: KustomizeOptions): Texts {
  const findings: FindingDraft[] = [];
  const expand = (text: string, what: string): string => {
    const expanded = expandVariables(context, text, what);
    findings.push(...expanded.findings);
    return expanded.text;
  };
  const all = (texts: Readonly<Record<string, string>>, what: string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, expand(value, `${what} ${key}`)]));
  const { commonAnnotations, commonAnnotationsEnvsubst } = options;
  return {
    images: options.images.map((image) => expand(image, `image ${image}`)),
    labels: all(options.commonLabels, 'label'),
    annotations: commonAnnotationsEnvsubst ? all(commonAnnotations, 'annotation') : commonAnnotations,
    findings,
  };
}

type Edit = (kustomization: Kustomization) => Edited;

/** In the order in which Argo CD runs them. */
function editsOf(options: KustomizeOptions, texts: Texts, components: readonly string[]): readonly Edit[] {
  const { namePrefix, nameSuffix, namespace, patches, forceCommonLabels, forceCommonAnnotations } = options;
  const set = (field: string, value: string): readonly Edit[] => (value === '' ? [] : [(before) => ({ ...before, [field]: value })]);
  const when = (wanted: boolean, edit: Edit): readonly Edit[] => (wanted ? [edit] : []);
  const switches = {
    force: forceCommonLabels,
    withoutSelector: options.labelWithoutSelector,
    includeTemplates: options.labelIncludeTemplates,
  };
  return [
    ...set('namePrefix', namePrefix),
    ...set('nameSuffix', nameSuffix),
    ...when(texts.images.length > 0, (before) => setImages(before, texts.images)),
    ...when(options.replicas.length > 0, (before) => {
      const replicas = replicasOf(options);
      return typeof replicas === 'string' ? replicas : setReplicas(before, replicas);
    }),
    ...when(Object.keys(texts.labels).length > 0, (before) => addLabels(before, texts.labels, switches)),
    ...when(Object.keys(texts.annotations).length > 0, (before) => addAnnotations(before, texts.annotations, forceCommonAnnotations)),
    ...set('namespace', namespace),
    ...when(patches.length > 0, (before) => addPatches(before, patches)),
    ...when(components.length > 0, (before) => addComponents(before, components)),
  ];
}

async function rewritten(
  context: SourceContext,
  options: KustomizeOptions,
): Promise<Outcome<{ readonly files: ReadonlyMap<string, string>; readonly findings: readonly FindingDraft[] }>> {
  const { sighted, field } = context;
  const read = await readKustomization(context);
  if (read.kind !== 'made') return read;
  const components = componentsOf(context, options);
  if (components.kind !== 'made') return components;
  const texts = expandedTexts(context, options);
  let { kustomization } = read.value;
  for (const edit of editsOf(options, texts, components.value)) {
    const edited = edit(kustomization);
    if (typeof edited === 'string') return failed(sighted, `${field}.kustomize: ${edited}`, 'Correct the kustomize options of the source.');
    kustomization = edited;
  }
  return made({ files: new Map([[read.value.file, stableYaml(kustomization)]]), findings: texts.findings });
}

function versionFindings(context: SourceContext, { version, kubeVersion, apiVersions }: KustomizeOptions): readonly FindingDraft[] {
  const hint = 'Compare it with the cluster before you rely on the rendering.';
  const fields = [
    ...(version === ''
      ? []
      : [{ detail: 'kustomize.version', message: `kustomize ${version} is asked for, and the version of the cluster profile is used` }]),
    ...(kubeVersion === ''
      ? []
      : [
          {
            detail: 'kustomize.kubeVersion',
            message: `Kubernetes ${kubeVersion} is asked for, and the version of the cluster profile is used`,
          },
        ]),
    ...(apiVersions.length === 0
      ? []
      : [{ detail: 'kustomize.apiVersions', message: 'API versions are named, and those of the cluster profile are used' }]),
  ];
  return fields.map((entry) => fidelity(context, { ...entry, hint }));
}

/** A kustomization, rendered where it stands, or with its file rewritten where the Application sets options. */
export const kustomizeSource: RenderSource = async (context) => {
  const { source, place } = context;
  const renderer = { kind: 'kustomize', path: place.path } as const;
  const options = source.kustomize;
  if (options === undefined || options === null) return made({ part: { renderer, files: new Map(), after: [] }, findings: [] });
  const findings = versionFindings(context, options);
  if (!edits(options)) return made({ part: { renderer, files: new Map(), after: [] }, findings });
  const edited = await rewritten(context, options);
  if (edited.kind !== 'made') return edited;
  return made({ part: { renderer, files: edited.value.files, after: [] }, findings: [...findings, ...edited.value.findings] });
};
