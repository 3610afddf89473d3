// Which parameters does a git generator give?
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';
import { normalizeName } from '../../go-template/functions/argo.ts';
import { basePath, dirPath } from '../../go-template/functions/paths.ts';
import { fromPlain, type GoMap, isGo, listOf, mapOf } from '../../go-template/values.ts';
import type { Generate, GeneratorContext, GeneratorSpec, Mapping } from './generator-context.ts';
import { GeneratorFault } from './generator-fault.ts';
import { mappingsField, textField } from './generator-fields.ts';
import { type GitFiles, gitFiles } from './git-files.ts';
import { addValues, flatten } from './parameters.ts';
import { directoryPattern, filePattern } from './path-patterns.ts';

interface Pattern {
  readonly path: string;
  readonly exclude: boolean;
}

function patternsOf(generator: GeneratorSpec, name: 'directories' | 'files'): readonly Pattern[] {
  return mappingsField(generator, name).map(({ path, exclude = false }, index) => {
    if (typeof path === 'string' && typeof exclude === 'boolean') return { path, exclude };
    const field = `${generator.field}.${name}[${index}]`;
    throw new GeneratorFault(`${field} must have a path that is text, and exclude may be true or false`, `Correct ${field}.`);
  });
}

interface PathParameters {
  /** Directory. */
  readonly path: string;
  readonly filename?: string;
}

/** `path` and what hangs on it, under the generator's prefix. Overwrites parameters of that name. */
function addPath(
  params: GoMap,
  { path, filename }: PathParameters,
  options: { readonly prefix: string; readonly goTemplate: boolean },
): void {
  const { prefix, goTemplate } = options;
  const segments = path.split('/');
  const parts: readonly (readonly [string, string])[] = [
    ['basename', basePath(path)],
    ['basenameNormalized', normalizeName(basePath(path))],
    ...(filename === undefined
      ? []
      : ([
          ['filename', filename],
          ['filenameNormalized', normalizeName(filename)],
        ] as const)),
  ];
  if (goTemplate) {
    const made = mapOf([['path', path], ...parts, ['segments', listOf(segments, 'string')]]);
    if (prefix === '') params.entries.set('path', made);
    else params.entries.set(prefix, mapOf([['path', made]]));
    return;
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  params.entries.set(name, path);
  for (const [key, value] of parts) params.entries.set(`${name}.${key}`, value);
  for (const [index, segment] of segments.entries()) if (segment !== '') params.entries.set(`${name}[${index}]`, segment);
}

/** All directories that hold a file, in the order of a walk; hidden ones and what is below them are passed over. */
function directoriesOf({ paths }: GitFiles): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const directory = path.slice(0, slash);
      if (directory.slice(directory.lastIndexOf('/') + 1).startsWith('.')) break;
      found.add(directory);
    }
  }
  // A slash sorts before every other character, as a walk goes down before it goes on.
  const order = (path: string) => path.replaceAll('/', '\0');
  return [...found]
    .map((path) => [order(path), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, path]) => path);
}

async function fromDirectories(generator: GeneratorSpec, context: GeneratorContext): Promise<readonly GoMap[]> {
  const patterns = patternsOf(generator, 'directories');
  const files = await gitFiles(
    generator,
    patterns.filter(({ exclude }) => !exclude).map(({ path }) => path),
    context,
  );
  const compiled = patterns.flatMap(({ path, exclude }) => {
    const matches = directoryPattern(path);
    return matches === undefined ? [] : [{ matches, exclude }];
  });
  const included = compiled.filter(({ exclude }) => !exclude);
  const excluded = compiled.filter(({ exclude }) => exclude);
  const chosen = directoriesOf(files).filter(
    (path) => included.some(({ matches }) => matches(path)) && !excluded.some(({ matches }) => matches(path)),
  );
  context.count(chosen.length);
  const options = { prefix: textField(generator, 'pathParamPrefix'), goTemplate: context.language.goTemplate };
  return chosen.map((path) => {
    const params = mapOf();
    addPath(params, { path }, options);
    return addValues(params, generator, context);
  });
}

/** A pattern as git reads it from the root of the repository. */
function pathspec(path: string, field: string): string {
  if (path.startsWith(':')) {
    throw new GeneratorFault(`${field} ${path} begins with a colon: git's magic patterns are not read here`, 'Write a plain path or glob.');
  }
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) {
      throw new GeneratorFault(`${field} ${path} points outside the repository`, 'Name a path below the root of the repository.', {
        code: 'path-escapes',
      });
    }
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  if (path.startsWith('/')) {
    throw new GeneratorFault(`${field} ${path} begins with a slash, and git finds nothing by it`, 'Leave the slash out.', {
      code: 'path-escapes',
    });
  }
  return parts.join('/');
}

/** Objects of a file: one mapping, or a list of them. An empty file is one without entries. */
function objectsIn(text: string, path: string): readonly Mapping[] {
  try {
    const value = readYaml(text).values[0] ?? {};
    if (isRecord(value)) return [value];
    if (Array.isArray(value) && value.every((item) => item === null || isRecord(item)))
      return value.map((item) => (isRecord(item) ? item : {}));
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    const at = { file: path, line: error.line, column: error.column };
    throw new GeneratorFault(`${path}:${error.line}:${error.column}: ${error.message}`, `Correct ${path}: a git generator reads it.`, {
      at,
    });
  }
  throw new GeneratorFault(
    `${path} holds neither a mapping nor a list of mappings`,
    `Write a mapping into ${path}, or leave it out of the files.`,
    {
      at: { file: path, line: 1, column: 1 },
    },
  );
}

function fileParameters(object: Mapping, path: string, options: { readonly prefix: string; readonly goTemplate: boolean }): GoMap {
  const content = fromPlain(object);
  const nested = isGo(content, 'map') ? content : mapOf();
  const params = options.goTemplate ? nested : flatten(nested);
  addPath(params, { path: dirPath(path), filename: basePath(path) }, options);
  return params;
}

async function fromFiles(generator: GeneratorSpec, context: GeneratorContext): Promise<readonly GoMap[]> {
  const patterns = patternsOf(generator, 'files').map(({ path, exclude }) => ({
    path: pathspec(path, `${generator.field}.files`),
    exclude,
  }));
  const wanted = patterns.filter(({ exclude }) => !exclude);
  const files = await gitFiles(
    generator,
    wanted.map(({ path }) => path),
    context,
  );
  const compiled = patterns.map(({ path, exclude }) => ({ matches: filePattern(path), exclude }));
  const chosen = files.paths.filter((path) => {
    return (
      compiled.some(({ matches, exclude }) => !exclude && matches(path)) &&
      !compiled.some(({ matches, exclude }) => exclude && matches(path))
    );
  });
  const options = { prefix: textField(generator, 'pathParamPrefix'), goTemplate: context.language.goTemplate };
  const all: GoMap[] = [];
  for (const path of chosen) {
    const ours = files.ours(path);
    const bytes = await context.world.files.read(ours);
    if (bytes === undefined)
      throw new GeneratorFault(`${ours} cannot be read: it is too large, or a link that leads nowhere`, `Correct ${ours}.`, {
        at: { file: ours },
      });
    const objects = objectsIn(Buffer.from(bytes).toString('utf8'), ours);
    context.count(objects.length);
    for (const object of objects) all.push(addValues(fileParameters(object, path, options), generator, context));
  }
  return all;
}

export const generateGit: Generate = async (generator, context) => {
  if (mappingsField(generator, 'directories').length > 0) return fromDirectories(generator, context);
  if (mappingsField(generator, 'files').length > 0) return fromFiles(generator, context);
  throw new GeneratorFault(`${generator.field} has neither directories nor files`, 'Name at least one path in directories or in files.');
};
