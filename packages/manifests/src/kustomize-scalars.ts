// Which value does a scalar without quotes stand for to kustomize, which then writes it anew?
// It reads with a fork of go.yaml.in/yaml/v3: words such as yes and off are text, a date is a time.
import { type ResolvedScalar, resolvePlain } from './yaml-scalars.ts';

/** Words of YAML 1.1 that YAML 1.2 has no more. */
const OLD_WORD = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** As `resolvePlain`, for output that passes kustomize before it is applied. */
export function resolveForKustomize(source: string): ResolvedScalar {
  if (OLD_WORD.test(source)) return { kind: 'str', value: source };
  if (DATE.test(source) && !Number.isNaN(Date.parse(source))) return { kind: 'str', value: `${source}T00:00:00Z` };
  return resolvePlain(source);
}
