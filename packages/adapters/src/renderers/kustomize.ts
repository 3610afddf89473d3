// Which command line renders a kustomization?
import type { KustomizeRequest } from '@fairway/contracts';

/**
 * Arguments of `kustomize build`. Plugins, exec functions and network are never switched on; helm only where the request names a program
 * for it. The path starts with `./`, so that kustomize takes it neither for a flag nor for an address.
 */
export const kustomizeArguments = (request: KustomizeRequest): readonly string[] => [
  'build',
  request.path === '' ? '.' : `./${request.path}`,
  '--load-restrictor',
  request.loadRestrictor === 'none' ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly',
  ...(request.helm === undefined ? [] : ['--enable-helm', '--helm-command', request.helm.path]),
  ...(request.helm === undefined || request.kubeVersion === undefined ? [] : ['--helm-kube-version', request.kubeVersion]),
  ...(request.helm === undefined ? [] : (request.apiVersions ?? []).flatMap((version) => ['--helm-api-versions', version])),
];
