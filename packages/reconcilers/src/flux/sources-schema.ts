// Which fields of a Flux source say where it fetches from?
import { z } from 'zod';
import { optional } from './flux-object.ts';

/** Versions of source.toolkit.fluxcd.io that read alike. */
export const SOURCE_VERSIONS = ['v1', 'v1beta2', 'v1beta1'];
const text = z.string().min(1);
const texts = z.array(z.string());
const address = (pattern: RegExp, meaning: string) => z.string().regex(pattern, meaning);
const object = <S extends z.ZodType>(spec: S) => z.object({ spec });

/** Fields of a GitRepository that decide what is fetched. */
export const Git = object(
  z.object({
    url: address(/^(?:https?|ssh):\/\/./, 'an http://, https:// or ssh:// address'),
    ref: optional(
      z.object({
        branch: optional(z.string()),
        tag: optional(z.string()),
        semver: optional(z.string()),
        name: optional(z.string()),
        commit: optional(z.string()),
      }),
    ),
    ignore: optional(z.string()),
    include: optional(
      z.array(z.object({ repository: z.object({ name: text }), fromPath: optional(z.string()), toPath: optional(z.string()) })),
    ),
    sparseCheckout: optional(texts),
  }),
);
/** Fields of a OCIRepository that decide what is fetched. */
export const Oci = object(
  z.object({
    url: address(/^oci:\/\/./, 'an oci:// address'),
    ref: optional(
      z.object({
        digest: optional(z.string()),
        semver: optional(z.string()),
        semverFilter: optional(z.string()),
        tag: optional(z.string()),
      }),
    ),
    ignore: optional(z.string()),
    layerSelector: optional(z.object({ mediaType: optional(z.string()), operation: optional(z.enum(['extract', 'copy'])) })),
  }),
);
/** Fields of a HelmRepository that decide what is fetched. */
export const HelmRepository = object(
  z.object({
    url: address(/^(?:https?|oci):\/\/./, 'an http://, https:// or oci:// address'),
    type: optional(z.enum(['default', 'oci'])),
  }),
);
/** Fields of a Bucket that decide what is fetched. */
export const Bucket = object(z.object({ endpoint: text, bucketName: text, prefix: optional(z.string()), ignore: optional(z.string()) }));
/** Fields of a HelmChart that decide what is fetched. */
export const HelmChart = object(
  z.object({
    chart: text,
    version: optional(z.string()),
    sourceRef: z.object({ kind: z.enum(['HelmRepository', 'GitRepository', 'Bucket']), name: text }),
    valuesFiles: optional(texts),
    valuesFile: optional(z.string()),
    ignoreMissingValuesFiles: optional(z.boolean()),
    reconcileStrategy: optional(z.enum(['ChartVersion', 'Revision'])),
  }),
);
