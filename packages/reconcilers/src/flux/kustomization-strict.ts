// Is a variable without value and default an error, to the controller of this cluster?
import { isRecord } from '@fairway/manifests';
import type { World } from '../model.ts';

const GATE = /\bStrictPostBuildSubstitutions=(true|false)\b/;
const IMAGE = /\/kustomize-controller:v?(\d+)\.(\d+)\./;

/** The default changed with kustomize-controller 1.9, which is in Flux 2.9. */
function isStrictSince(major: number, minor: number, [fromMajor, fromMinor]: readonly [number, number]): boolean {
  return major > fromMajor || (major === fromMajor && minor >= fromMinor);
}

/** `2.8.1` and `v2.8`; a range such as `2.x` says nothing. */
function byRelease(version: unknown): boolean | undefined {
  const match = typeof version === 'string' ? /^v?(\d+)\.(\d+)(?:\.|$)/.exec(version) : null;
  return match === null ? undefined : isStrictSince(Number(match[1]), Number(match[2]), [2, 9]);
}

/** A switch on the command line of the controller, or in a patch that sets one. */
function byGate(value: unknown): boolean | undefined {
  const gate = GATE.exec(JSON.stringify(value) ?? '')?.[1];
  return gate === undefined ? undefined : gate === 'true';
}

/**
 * Feature gate StrictPostBuildSubstitutions of kustomize-controller: where the repository sets it, that; else by the release, of the cluster
 * profile, of the controller's image or of the Flux Operator's instance; else as the newest release does it.
 */
export function isStrict(world: World): boolean {
  const controller = world.all('apps', 'Deployment').find(({ object }) => object.metadata.name === 'kustomize-controller')?.object.spec;
  const instance = world.all('fluxcd.controlplane.io', 'FluxInstance')[0]?.object.spec;
  const profile = world.reconciler?.kind === 'flux' ? byRelease(world.reconciler.version) : undefined;
  const image = IMAGE.exec(JSON.stringify(controller) ?? '');
  const byImage = image === null ? undefined : isStrictSince(Number(image[1]), Number(image[2]), [1, 9]);
  const distribution = isRecord(instance) && isRecord(instance.distribution) ? instance.distribution.version : undefined;
  return byGate(controller) ?? byGate(instance) ?? profile ?? byImage ?? byRelease(distribution) ?? true;
}
