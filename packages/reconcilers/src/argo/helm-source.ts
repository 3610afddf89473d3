// What does Argo CD give to helm for a source?
import type { HelmParameter } from '@fairway/environments';
import { checkYaml, type FindingDraft, isRecord, stableYaml } from '@fairway/manifests';
import { problemOf } from '../flux/flux-object.ts';
import { expandVariables, fidelity, type RenderSource, type SourceContext } from './app-source-context.ts';
import type { HelmOptions } from './app-source-spec.ts';
import { ARGO_NAMESPACE, failed, made, type Outcome } from './argo-object.ts';
import { resolveFile, valueFiles } from './helm-value-files.ts';

const NO_OPTIONS: HelmOptions = {
  valueFiles: [],
  parameters: [],
  releaseName: '',
  values: '',
  fileParameters: [],
  version: '',
  passCredentials: false,
  ignoreMissingValueFiles: false,
  skipCrds: false,
  skipTests: false,
  skipSchemaValidation: false,
  namespace: '',
  kubeVersion: '',
  apiVersions: [],
};

/** `helm template` puts a comma of a value down as the end of the value, so Argo CD escapes it, but not in `{a,b}`. */
export function parameterText(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replaceAll(/(?<!\\),/g, '\\,');
}

/** Parameters in the order of their names' last mention; of two with one name and one kind the last counts. */
function parameters(
  context: SourceContext,
  { parameters: written }: HelmOptions,
): { readonly list: readonly HelmParameter[]; readonly findings: readonly FindingDraft[] } {
  const found = new Map<string, HelmParameter>();
  const findings: FindingDraft[] = [];
  for (const { name, value, forceString } of written) {
    const expanded = expandVariables(context, value, `helm parameter ${name}`);
    findings.push(...expanded.findings);
    const flag = forceString ? 'set-string' : 'set';
    found.set(`${flag} ${name}`, { flag, value: `${name}=${parameterText(expanded.text)}` });
  }
  return { list: [...found.values()], findings };
}

function fileParameters(
  context: SourceContext,
  { fileParameters: written }: HelmOptions,
): Outcome<{ readonly list: readonly HelmParameter[]; readonly findings: readonly FindingDraft[] }> {
  const found = new Map<string, HelmParameter>();
  const findings: FindingDraft[] = [];
  for (const { name, path } of written) {
    const file = resolveFile(context, path, 'fileParameters');
    if (file.kind !== 'made') return file;
    findings.push(...file.value.findings);
    found.set(name, { flag: 'set-file', value: `${name}=${parameterText(file.value.path)}` });
  }
  return made({ list: [...found.values()], findings });
}

/** A part of a generated path: no slash, no leading dot. */
const pathWord = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');

/** The values that stand in the Application itself, as a file; undefined: there are none. */
function ownValues(
  { sighted, field, index }: SourceContext,
  { values, valuesObject }: HelmOptions,
): Outcome<{ readonly file: string; readonly text: string } | undefined> {
  const { name, namespace = ARGO_NAMESPACE } = sighted.object.metadata;
  const file = `.fairway/reconciled/${pathWord(namespace)}-${pathWord(name)}/values${index === 0 ? '' : `-${index}`}.yaml`;
  if (valuesObject !== undefined && valuesObject !== null) return made({ file, text: stableYaml(valuesObject) });
  if (values === '') return made(undefined);
  const read = checkYaml(values);
  const [problem] = read.problems;
  if (problem !== undefined) {
    const message = `${field}.helm.values is no YAML: ${problem.message} (line ${problem.line} of it)`;
    return { kind: 'failed', problems: [problemOf(sighted, message, { hint: 'Correct the values.' })] };
  }
  const wrong = read.values.find((value) => value !== null && value !== undefined && !isRecord(value));
  if (wrong !== undefined) {
    const found = Array.isArray(wrong) ? 'a list' : 'a single value';
    return failed(sighted, `${field}.helm.values must be a mapping of values, found ${found}`, 'Write the values as `key: value` pairs.');
  }
  return made({ file, text: values });
}

function versionFindings(context: SourceContext, { kubeVersion, apiVersions }: HelmOptions): readonly FindingDraft[] {
  const hint = 'Compare it with the cluster before you rely on the rendering.';
  return [
    ...(kubeVersion === ''
      ? []
      : [
          fidelity(context, {
            detail: 'helm.kubeVersion',
            hint,
            message: `Kubernetes ${kubeVersion} is asked for, and the version of the cluster profile is used`,
          }),
        ]),
    ...(apiVersions.length === 0
      ? []
      : [
          fidelity(context, {
            detail: 'helm.apiVersions',
            hint,
            message: 'API versions are named, and those of the cluster profile are used',
          }),
        ]),
  ];
}

/** A chart with all that the Application sets: values files, then its own values, then parameters. */
export const helmSource: RenderSource = async (context) => {
  const { sighted, source, place, field } = context;
  const options = source.helm ?? NO_OPTIONS;
  const { version, releaseName, namespace, skipCrds, skipTests, skipSchemaValidation } = options;
  if (version !== '' && version !== 'v3' && version !== 'v4') {
    return failed(sighted, `${field}.helm.version ${version} is not supported by Argo CD`, 'Leave it out, or write v3.');
  }
  const files = valueFiles(context);
  if (files.kind !== 'made') return files;
  const fromFiles = fileParameters(context, options);
  if (fromFiles.kind !== 'made') return fromFiles;
  const own = ownValues(context, options);
  if (own.kind !== 'made') return own;
  const set = parameters(context, options);
  const all = [...set.list, ...fromFiles.value.list];
  const renderer = {
    kind: 'helm',
    chart: place.path,
    valueFiles: [...files.value.files, ...(own.value === undefined ? [] : [own.value.file])],
    releaseName: releaseName === '' ? sighted.object.metadata.name : releaseName,
    skipCrds,
    namespace: namespace || context.namespace || 'default',
    ...(all.length === 0 ? {} : { parameters: all }),
    ...(skipTests ? { skipTests } : {}),
    ...(skipSchemaValidation ? { skipSchemaValidation } : {}),
  } as const;
  const findings = [...files.value.findings, ...set.findings, ...fromFiles.value.findings, ...versionFindings(context, options)];
  return made({
    part: { renderer, files: new Map(own.value === undefined ? [] : [[own.value.file, own.value.text]]), after: [] },
    findings,
  });
};
