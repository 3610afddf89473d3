// What does an ApplicationSet say?
import { z } from 'zod';
import { Mapping, orElse } from './argo-object.ts';

/** Fields that decide which Applications there are. How they are rolled out, and what is preserved in them, is not read. */
export const ApplicationSet = z.object({
  spec: z.object({
    goTemplate: orElse(z.boolean(), false),
    goTemplateOptions: orElse(z.array(z.string()), []),
    generators: z.array(z.unknown()),
    template: Mapping,
    templatePatch: orElse(z.string(), ''),
    syncPolicy: orElse(z.object({ preserveResourcesOnDeletion: orElse(z.boolean(), false) }), { preserveResourcesOnDeletion: false }),
  }),
});
export type ApplicationSet = z.infer<typeof ApplicationSet>;
