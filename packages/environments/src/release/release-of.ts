// Which release does an app run, by its own files?
import { createHash } from 'node:crypto';
import type { CarriedFile, ConfigProblem, Release, ReleaseConfig, ReleaseValue } from '@fairway/contracts';
import { quote } from '../config/show-value.ts';
import { resolvePath } from '../discovery/tree-path.ts';
import type { App } from '../model.ts';
import { readField } from './read-field.ts';
import { releaseId } from './release-id.ts';

/** Content of a file of the repository by its path from the root; undefined when it is absent. */
export type ReadFile = (path: string) => string | Uint8Array | undefined;

export type ReleaseReading =
  | { readonly kind: 'release'; readonly release: Release }
  /** app.yaml names no release fields. */
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly problems: readonly ConfigProblem[] };

/** Reads the release of an app: values of its fields, hashes of what it carries, and the id of both. Pure but for `read`; never throws for bad content. */
export function releaseOf(app: Pick<App, 'root' | 'config' | 'declaredAt'>, read: ReadFile): ReleaseReading {
  const config = app.config?.release;
  if (config === undefined) return { kind: 'none' };
  const context = { root: app.root, declaredAt: app.declaredAt.file, read };
  const fields = readFields(config, context);
  const carries = readCarries(config, context);
  const problems = [...fields, ...carries].flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) return { kind: 'wrong', problems };
  const content = {
    fields: fields.flatMap((result) => ('value' in result ? [result.value] : [])),
    carries: carries.flatMap((result) => ('value' in result ? [result.value] : [])),
  };
  return { kind: 'release', release: { id: releaseId(content), ...content } };
}

interface ReadContext {
  readonly root: string;
  readonly declaredAt: string;
  readonly read: ReadFile;
}

type Result<T> = { readonly value: T } | { readonly problem: ConfigProblem };

function readFields({ fields }: ReleaseConfig, { root, declaredAt, read }: ReadContext): Result<ReleaseValue>[] {
  const texts = new Map<string, string | undefined>();
  return fields.map(({ file, path }) => {
    const full = resolvePath(root, file);
    if (full === undefined) return { problem: escaping(file, declaredAt) };
    if (!texts.has(full)) texts.set(full, textOf(read(full)));
    const text = texts.get(full);
    if (text === undefined) return { problem: missing(file, full, declaredAt) };
    const field = readField(text, path, full);
    return 'problem' in field ? field : { value: { file: normal(file), path, value: field.value } };
  });
}

function readCarries({ carries = [] }: ReleaseConfig, { root, declaredAt, read }: ReadContext): Result<CarriedFile>[] {
  return carries.map((file) => {
    const full = resolvePath(root, file);
    if (full === undefined) return { problem: escaping(file, declaredAt) };
    const content = read(full);
    if (content === undefined) return { problem: missing(file, full, declaredAt) };
    return { value: { file: normal(file), sha256: createHash('sha256').update(content).digest('hex') } };
  });
}

/** `./release.yaml` and `release.yaml` are one file, and one release. */
function normal(file: string): string {
  const up: string[] = [];
  const down: string[] = [];
  for (const segment of file.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') down.push(segment);
    else if (down.pop() === undefined) up.push(segment);
  }
  return [...up, ...down].join('/');
}

function textOf(content: string | Uint8Array | undefined): string | undefined {
  return content === undefined || typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function escaping(file: string, declaredAt: string): ConfigProblem {
  return {
    message: `the release names ${quote(file)}, which leaves the repository`,
    hint: 'name a file of this repository',
    at: { file: declaredAt, line: 1 },
  };
}

function missing(file: string, full: string, declaredAt: string): ConfigProblem {
  return {
    message: `the release names ${quote(file)}, and there is no ${full}`,
    hint: 'add the file, or mend release in app.yaml',
    at: { file: declaredAt, line: 1 },
  };
}
