// What does a Flux Kustomization ask for?
import { z } from 'zod';
import type { SightedObject } from '../model.ts';
import { type FluxReading, optional, readFluxObject, TextMap } from './flux-object.ts';

const text = z.string();
const name = z.string().min(1);
const texts = z.array(text);

const Patch = z.object({
  patch: text,
  target: optional(
    z.object({
      group: optional(text),
      version: optional(text),
      kind: optional(text),
      namespace: optional(text),
      name: optional(text),
      annotationSelector: optional(text),
      labelSelector: optional(text),
    }),
  ),
});
const Image = z.object({ name: text, newName: optional(text), newTag: optional(text), digest: optional(text) });

const Kustomization = z.object({
  spec: z.object({
    sourceRef: z.object({
      kind: z.enum(['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact']),
      name,
      namespace: optional(text),
    }),
    path: optional(text),
    components: optional(texts),
    ignoreMissingComponents: optional(z.boolean()),
    patches: optional(z.array(Patch)),
    images: optional(z.array(Image)),
    targetNamespace: optional(text),
    namePrefix: optional(text),
    nameSuffix: optional(text),
    buildMetadata: optional(texts),
    commonMetadata: optional(z.object({ labels: optional(TextMap), annotations: optional(TextMap) })),
    postBuild: optional(
      z.object({
        substituteStrategy: optional(z.enum(['WithVariables', 'Always'])),
        substitute: optional(TextMap),
        substituteFrom: optional(z.array(z.object({ kind: z.enum(['ConfigMap', 'Secret']), name, optional: optional(z.boolean()) }))),
      }),
    ),
    decryption: optional(z.object({ provider: z.enum(['sops']) })),
    dependsOn: optional(z.array(z.object({ name, namespace: optional(text) }))),
    suspend: optional(z.boolean()),
    kubeConfig: optional(z.looseObject({})),
    patchesStrategicMerge: optional(z.array(z.unknown())),
    patchesJson6902: optional(z.array(z.unknown())),
  }),
});

export type KustomizationSpec = z.output<typeof Kustomization>['spec'];

/** Reads the versions v1, v1beta2 and v1beta1; all wrong fields are told. */
export function readKustomization(sighted: SightedObject): FluxReading<KustomizationSpec> {
  const reading = readFluxObject(sighted, { schema: Kustomization, versions: ['v1', 'v1beta2', 'v1beta1'] });
  return reading.ok ? { ok: true, value: reading.value.spec } : reading;
}
