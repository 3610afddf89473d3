// What does a person read when a rendering failed?
import { type RendererRequest, ToolError } from '@fairway/contracts';
import { stripControls } from '../programs/program-text.ts';

const LONGEST_MESSAGE = 2000;

/** Turns what kustomize or helm printed into one sentence about the cause, and a hint where the cause is a known one. */
export const renderError = (request: RendererRequest, error: ToolError): ToolError => {
  const subject = `${request.renderer} could not render ${(request.renderer === 'helm' ? request.chart : request.path) || '.'}`;
  const said = error.code === 'tool-failed' ? withoutMachine(request, distil(request.renderer, error.stderr)) : '';
  const message = said === '' ? error.message : `${subject}: ${said}`;
  return new ToolError(error.code, message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message, {
    command: error.command,
    stderr: error.stderr,
    hint: HINTS.find(([pattern]) => pattern.test(error.stderr))?.[1] ?? error.hint,
    cause: error,
    ...(error.exitCode === undefined ? {} : { exitCode: error.exitCode }),
  });
};

/** The cause in a program's standard error, lines of a structured message kept. */
const distil = (renderer: RendererRequest['renderer'], stderr: string): string => {
  const start = stderr.search(/^Error: /m);
  if (start < 0) return '';
  const text = stripControls(stderr.slice(start))
    .replace(/^(Error: )+/, '')
    .replace(/\n*Use --debug flag to render out invalid YAML\s*$/, '')
    .replace(/\n\s+/g, ' ')
    .trim();
  return renderer === 'helm' ? sortViolations(text) : innermost(text).replace(/\s*\n\s*/g, ' ');
};

/** Helm lists what a values schema refuses in a random order: sorted, so that the same input gives the same message. */
const sortViolations = (text: string): string =>
  text.replace(/(?:^- .*(?:\n|$))+/gm, (lines) => lines.trimEnd().split('\n').sort().join('\n') + (lines.endsWith('\n') ? '\n' : ''));

/** Where a program lies and what its temporary directory is called differ from machine to machine and run to run. */
const withoutMachine = (request: RendererRequest, text: string): string => {
  const named = request.renderer === 'kustomize' && request.helm !== undefined ? text.replaceAll(request.helm.path, 'helm') : text;
  return named.replace(/[^\s='"]*\bkustomize-(helm-)?[0-9]{4,}\b/g, '<temporary>');
};

const OPENING = "accumulation err='";

/**
 * Kustomize tries each resource as a file, then as a directory, and reports both: `accumulation err='<as file>': <as directory>`, one
 * inside the other for every base. The innermost pair names the cause; its first half, unless the resource is a directory.
 */
const innermost = (text: string): string => {
  const at = text.lastIndexOf(OPENING);
  const inner = at < 0 ? text : text.slice(at + OPENING.length);
  const cut = at < 0 ? -1 : inner.search(/': (?=must build at directory|cycle detected|recursed |unable to clone|no 'git')/);
  if (cut < 0) return inner.replace(/^(accumulating resources: )+/, '');
  const [asFile, asDirectory] = [inner.slice(0, cut), inner.slice(cut + 3)];
  return (/must resolve to a file$/.test(asFile) ? asDirectory : asFile).replace(/^(accumulating resources: )+/, '');
};

/** Well-known failures of kustomize and helm → what to do. The first that matches the standard error is shown. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /is not in or below/,
    'Kustomize reads files from the directory of the kustomization only. Make the other directory a kustomization and list it under `resources` or `components`, or allow it with load-restrictor: none.',
  ],
  [/Found multiple kustomization files/, 'Keep one of kustomization.yaml, kustomization.yml and Kustomization.'],
  [/must specify --enable-helm/, 'Only charts in this repository are rendered: vendor the chart below `chartHome` and leave out `repo`.'],
  [/helm pull --untar/, 'Only charts in this repository are rendered: vendor the chart below `chartHome` and leave out `repo`.'],
  [/cycle detected/, 'A kustomization lists itself, directly or through another one.'],
  [
    /may not add resource with an already registered id/,
    'Two resources have the same kind, namespace and name. Patch the one instead of adding it again.',
  ],
  [
    /no (resource )?matches for (strategic merge patch|Id)|failed to find unique target/,
    'The patch names an object that the resources do not contain: compare kind, name and namespace.',
  ],
  [/unknown field "/, 'The kustomization has a field that kustomize does not know: check its spelling.'],
  [
    /(no 'git' program on path|failed to run .*git|unable to clone|URL is a git repository)/,
    'Remote bases are not fetched. Vendor them into the repository.',
  ],
  [/proxyconnect tcp|dial tcp|no such host/, 'Rendering has no network. Vendor what is remote into the repository.'],
  [
    /missing in charts\/ directory/,
    'Commit the dependency below charts/, or point at a chart of this repository with repository: file://… in Chart.yaml.',
  ],
  [
    /don't meet the specifications of the schema/,
    'Correct the values at the paths shown; values.schema.json of the chart says what they may be.',
  ],
  [/chart\.metadata\.name is required|Chart\.yaml file is missing|validation: chart/, 'Chart.yaml needs apiVersion, name and version.'],
  [/nil pointer evaluating interface/, 'A template reads below a value that is not set: set it in a values file or give it a default.'],
  [/cannot unmarshal array into Go value|must be a (map|mapping)/, 'A values file holds keys and values at its top, not a list.'],
  [/found a tab character/, 'YAML is indented by spaces, never by tabs.'],
  [
    /no such file or directory|not a valid directory|path ".*" not found/,
    'A file or directory that is named is not there: check the path, also upper and lower case.',
  ],
];
