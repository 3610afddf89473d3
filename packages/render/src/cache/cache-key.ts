// Under which key is a rendering kept: what can make it another one?
import { hash } from 'node:crypto';
import type { ResolvedTool } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import toolkit from '../../package.json' with { type: 'json' };
import type { InputClosure } from '../model.ts';

/** Counts up with every change of the arguments given to the programs, of parsing, of redaction, or of the form of the entries. */
const BODY_SCHEMA = `rendering-3 ${toolkit.version}`;
/** Counts up with every change of a check: cached findings are those of the checks that ran. A release never reads those of another one. */
const CHECKS_SCHEMA = `checks-2 ${toolkit.version}`;

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value));

/** Arguments as the program gets them, without anything that depends on the machine: paths are relative to the repository root. */
export const argumentsOf = (app: App, settings: RenderSettings, usesHelm: boolean): readonly unknown[] => {
  const { renderer } = app;
  const cluster = [settings.kubeVersion, settings.apiVersions];
  const after = app.after === undefined ? [] : [app.after];
  if (renderer.kind === 'directory') return ['directory', renderer.path, renderer.recurse, renderer.files ?? null, ...after];
  if (renderer.kind === 'kustomize') return ['kustomize', renderer.path, settings.loadRestrictor, ...(usesHelm ? cluster : []), ...after];
  const { chart, valueFiles, releaseName, skipCrds, parameters, skipTests, skipSchemaValidation, outputReader } = renderer;
  const flags = [skipCrds, skipTests === true, skipSchemaValidation === true, parameters ?? [], outputReader ?? ''];
  return ['helm', chart, valueFiles, releaseName, installNamespace(app), ...flags, ...cluster, ...after];
};

/** Namespace of a Helm release: its own, else the first that the app declares. */
export const installNamespace = ({ renderer, namespaces }: App): string =>
  (renderer.kind === 'helm' ? renderer.namespace : undefined) ?? namespaces[0] ?? 'default';

export interface KeyParts {
  readonly arguments: readonly unknown[];
  readonly tools: readonly ResolvedTool[];
  /** `closureIdentity` of the inputs. */
  readonly closure: string;
}

/** Key of the body: schema, SHA-256 of every program used, arguments, and the identity of the input closure. */
export const bodyKeyOf = (parts: KeyParts): string =>
  digest([BODY_SCHEMA, parts.tools.map(({ name, sha256 }) => [name, sha256]), parts.arguments, parts.closure]);

const ignoredFiles = (closure: InputClosure): readonly string[] =>
  [...closure.files].flatMap(([path, file]) => (file.ignored ? [path] : [])).toSorted();

/** Key of the facts: findings also depend on what the app declares about itself, and on which inputs git ignores. */
export const factsKeyOf = (bodyKey: string, app: App, closure: InputClosure): string =>
  digest([CHECKS_SCHEMA, bodyKey, app, ignoredFiles(closure)]);
