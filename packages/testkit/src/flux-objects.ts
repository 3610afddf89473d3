// What do Flux objects of a test repository look like?

/** A Kustomization of the repository itself; `more` goes on below `spec`, indented by two. */
export const fluxKustomization = (name: string, path: string, more = ''): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  path: ${path}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }
${more}`;

/** The repository itself as a source. */
export const FLUX_SOURCE = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: "https://git.example.test/org/fleet.git", ref: { branch: main } }
`;
