// What may a source of an Application say?
import { z } from 'zod';
import { TextMap } from '../flux/flux-object.ts';
import { Mapping, orElse } from './argo-object.ts';

const text = orElse(z.string(), '');
const flag = orElse(z.boolean(), false);
const texts = orElse(z.array(z.string()), []);
const NO_TEXTS: Readonly<Record<string, string>> = {};
const textMap = orElse(TextMap, NO_TEXTS);

const Parameter = z.object({ name: text, value: text, forceString: flag });
const FileParameter = z.object({ name: text, path: text });

/** spec.source.helm */
export const HelmOptions = z.object({
  valueFiles: texts,
  parameters: orElse(z.array(Parameter), []),
  releaseName: text,
  values: text,
  valuesObject: Mapping.nullish(),
  fileParameters: orElse(z.array(FileParameter), []),
  version: text,
  passCredentials: flag,
  ignoreMissingValueFiles: flag,
  skipCrds: flag,
  skipTests: flag,
  skipSchemaValidation: flag,
  namespace: text,
  kubeVersion: text,
  apiVersions: texts,
});
export type HelmOptions = z.infer<typeof HelmOptions>;

const Replica = z.object({ name: z.string().min(1), count: z.union([z.int(), z.string()]) });
const PatchTarget = z.object({
  group: z.string().optional(),
  version: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  annotationSelector: z.string().optional(),
  labelSelector: z.string().optional(),
});
const Patch = z.object({
  path: z.string().optional(),
  patch: z.string().optional(),
  target: PatchTarget.optional(),
  options: z.record(z.string(), z.boolean()).optional(),
});

/** spec.source.kustomize */
export const KustomizeOptions = z.object({
  namePrefix: text,
  nameSuffix: text,
  images: texts,
  commonLabels: textMap,
  commonAnnotations: textMap,
  commonAnnotationsEnvsubst: flag,
  forceCommonLabels: flag,
  forceCommonAnnotations: flag,
  labelWithoutSelector: flag,
  labelIncludeTemplates: flag,
  namespace: text,
  replicas: orElse(z.array(Replica), []),
  patches: orElse(z.array(Patch), []),
  components: texts,
  ignoreMissingComponents: flag,
  version: text,
  kubeVersion: text,
  apiVersions: texts,
});
export type KustomizeOptions = z.infer<typeof KustomizeOptions>;

const Jsonnet = z.object({ extVars: orElse(z.array(z.unknown()), []), tlas: orElse(z.array(z.unknown()), []), libs: texts });

/** spec.source.directory */
export const DirectoryOptions = z.object({ recurse: flag, include: text, exclude: text, jsonnet: Jsonnet.nullish() });
export type DirectoryOptions = z.infer<typeof DirectoryOptions>;

const tools = {
  helm: HelmOptions.nullish(),
  kustomize: KustomizeOptions.nullish(),
  directory: DirectoryOptions.nullish(),
  plugin: Mapping.nullish(),
};

/** One entry of spec.sources, or spec.source. */
export const AppSource = z.object({
  repoURL: z.string().min(1),
  path: text,
  chart: text,
  targetRevision: text,
  tagPrefix: text,
  ref: text,
  ...tools,
});
export type AppSource = z.infer<typeof AppSource>;

/** The fields of a source that say how it is rendered: what a file of the repository may change. */
export const SourceTools = z.object(tools);
export type SourceTools = z.infer<typeof SourceTools>;

const HydratedSource = z.object({
  drySource: z.object({ repoURL: z.string().min(1), path: z.string(), targetRevision: text, ...tools }),
  syncSource: z.object({ targetBranch: z.string().min(1), path: text, repoURL: text }),
});

/** An Application, as far as it decides a rendering. */
export const Application = z.object({
  spec: z.object({
    project: text,
    destination: z.object({ server: text, name: text, namespace: text }),
    source: AppSource.nullish(),
    sources: orElse(z.array(AppSource), []),
    sourceHydrator: HydratedSource.nullish(),
  }),
});
export type Application = z.infer<typeof Application>;
