// What does a Flux HelmRelease say?
import { isRecord } from '@fairway/manifests';
import { z } from 'zod';
import type { ReconcilerRelease, SightedObject } from '../model.ts';
import { releaseOf } from '../releases/release-of.ts';
import { type FluxReading, optional, readFluxObject, TextMap } from './flux-object.ts';

export const HELM_GROUP = 'helm.toolkit.fluxcd.io';
const VERSIONS = ['v2', 'v2beta2', 'v2beta1'];

const text = z.string().min(1);
const texts = z.array(z.string());
const flag = optional(z.boolean());
const crds = optional(z.enum(['Skip', 'Create', 'CreateReplace']));
const mapping = z.custom<Readonly<Record<string, unknown>>>(isRecord, 'a mapping');

const Patch = z.object({
  patch: z.string(),
  target: optional(
    z.object({
      group: optional(z.string()),
      version: optional(z.string()),
      kind: optional(z.string()),
      name: optional(z.string()),
      namespace: optional(z.string()),
      labelSelector: optional(z.string()),
      annotationSelector: optional(z.string()),
    }),
  ),
});
const Image = z.object({ name: z.string(), newName: optional(z.string()), newTag: optional(z.string()), digest: optional(z.string()) });

const ValuesReference = z.object({
  kind: z.enum(['Secret', 'ConfigMap']),
  name: text,
  valuesKey: optional(z.string().regex(/^[-._a-zA-Z0-9]{0,253}$/, 'a key of a ConfigMap or Secret')),
  targetPath: optional(
    z
      .string()
      .max(250)
      .regex(/^(?:[a-zA-Z0-9_\-.\\/]|\[[0-9]{1,5}\])*$/, 'a path such as a.b[0].c: letters, digits, _ - . \\ / and [number]'),
  ),
  optional: flag,
  literal: flag,
});

const ChartTemplate = z.object({
  spec: z.object({
    chart: text,
    version: optional(z.string()),
    sourceRef: z.object({
      kind: z.enum(['HelmRepository', 'GitRepository', 'Bucket']),
      name: text,
      namespace: optional(z.string()),
    }),
    valuesFiles: optional(texts),
    ignoreMissingValuesFiles: flag,
    reconcileStrategy: optional(z.enum(['ChartVersion', 'Revision'])),
  }),
});

const Spec = z.object({
  chart: optional(ChartTemplate),
  chartRef: optional(
    z.object({ kind: z.enum(['OCIRepository', 'HelmChart', 'ExternalArtifact']), name: text, namespace: optional(z.string()) }),
  ),
  releaseName: optional(z.string()),
  targetNamespace: optional(z.string()),
  dependsOn: optional(z.array(z.object({ name: text, namespace: optional(z.string()) }))),
  suspend: flag,
  kubeConfig: optional(z.unknown()),
  install: optional(z.object({ crds, disableSchemaValidation: flag, disableHooks: flag })),
  test: optional(z.object({ enable: flag })),
  valuesFrom: optional(z.array(ValuesReference)),
  values: optional(mapping),
  commonMetadata: optional(z.object({ labels: optional(TextMap), annotations: optional(TextMap) })),
  postRenderers: optional(
    z.array(
      z.object({
        kustomize: optional(
          z.object({
            patches: optional(z.array(Patch)),
            images: optional(z.array(Image)),
            patchesStrategicMerge: optional(z.unknown()),
            patchesJson6902: optional(z.unknown()),
          }),
        ),
      }),
    ),
  ),
  postRenderStrategy: optional(z.enum(['nohooks', 'combined', 'separate'])),
});

export type HelmReleaseSpec = z.output<typeof Spec>;
export type HelmValuesReference = z.output<typeof ValuesReference>;
export type HelmChartTemplate = z.output<typeof ChartTemplate>['spec'];

/**
 * Reads a HelmRelease. The three API versions read alike; where it is known which release of Flux runs, only those count that it serves.
 * All wrong fields are told.
 */
export function readHelmRelease(sighted: SightedObject, reconciler: ReconcilerRelease | undefined): FluxReading<HelmReleaseSpec> {
  const release = reconciler?.kind === 'flux' ? releaseOf(reconciler)?.row : undefined;
  const versions = release?.helmReleaseVersions ?? VERSIONS;
  const reading = readFluxObject(sighted, { schema: z.object({ spec: Spec }), versions });
  return reading.ok ? { ok: true, value: reading.value.spec } : reading;
}
