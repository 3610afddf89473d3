// Which command line renders a chart?
import type { HelmRequest } from '@fairway/contracts';

/**
 * Arguments of `helm template`, the same for helm 3 and 4. Hooks and tests are part of the output. Versions are always given: what helm
 * assumes by default depends on how it was built. Release name and chart follow `--`, so that neither is ever taken for a flag.
 */
export const helmArguments = (request: HelmRequest): readonly string[] => [
  'template',
  '--namespace',
  request.namespace,
  ...request.valueFiles.flatMap((file) => ['--values', listValue(`./${file}`)]),
  ...(request.parameters ?? []).map(({ flag, value }) => `--${flag}=${flag === 'set-file' ? fileValue(value) : value}`),
  '--kube-version',
  request.kubeVersion,
  ...request.apiVersions.flatMap((version) => ['--api-versions', listValue(version)]),
  ...(request.includeCrds ? ['--include-crds'] : []),
  ...(request.skipTests === true ? ['--skip-tests'] : []),
  ...(request.skipSchemaValidation === true ? ['--skip-schema-validation'] : []),
  '--',
  request.releaseName,
  request.chart === '' ? '.' : `./${request.chart}`,
];

/** `path=file`, the file below the directory that the program runs in. */
const fileValue = (value: string): string => {
  const at = /(?<!\\)=/.exec(value)?.index ?? value.length;
  return `${value.slice(0, at)}=./${value.slice(at + 1)}`;
};

/** These flags read their value as one record of CSV (RFC 4180): a comma or a quote in a file name would make two values of it. */
const listValue = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
