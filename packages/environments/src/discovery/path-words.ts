// Which segments of a path say nothing about the app?

const CONTAINERS = ['overlays', 'overlay', 'environments', 'environment', 'envs', 'env', 'base', 'bases'];
const GENERIC = [
  ...['k8s', 'kubernetes', 'kustomize', 'kustomization', 'kustomizations', 'deploy', 'deployment', 'deployments', 'manifest', 'manifests'],
  ...['helm', 'chart', 'charts', 'cluster', 'clusters', 'stage', 'stages', 'gitops', 'values'],
];
const BASES = ['base', 'bases'];
const TEMPLATES = ['template', 'templates', 'skeleton', 'skeletons', 'boilerplate', 'cookiecutter', 'scaffold', 'scaffolds'];

const containers = new Set(CONTAINERS);
const generic = new Set([...CONTAINERS, ...GENERIC]);
const bases = new Set(BASES);
const templates = new Set(TEMPLATES);

/** Says only where environments or bases are: never the name of an app. */
export const isContainer = (segment: string): boolean => containers.has(segment.toLowerCase());

/** Says only what kind of files are here. */
export const isGeneric = (segment: string): boolean => generic.has(segment.toLowerCase());

/** What is here is made to be built upon. */
export const isBaseSegment = (segment: string): boolean => bases.has(segment.toLowerCase());

/** What is here is made to be copied and filled in. */
export const isTemplateSegment = (segment: string): boolean =>
  templates.has(segment.toLowerCase().replace(/^[._]/, '')) || /\{\{|<%|\{%/.test(segment);
