// Which objects stand for those that only the cluster has? Files that fairway.yaml declares as samples.
import { ConfigError, type SourceLocation, type SourceTree } from '@fairway/contracts';
import type { Discovery } from '@fairway/environments';
import { indexPositions, isRecord, type ManifestObject, objectName, parseDocumentWithPositions, parseManifests } from '@fairway/manifests';
import type { WrittenObject } from './written-objects.ts';

/** Below everything that a file or a rendering says. */
export const SAMPLE_RANK = -1;

const MAX_BYTES = 1024 * 1024;

const isThis = (value: unknown, object: ManifestObject): boolean =>
  isRecord(value) &&
  value.kind === object.kind &&
  isRecord(value.metadata) &&
  value.metadata.name === objectName(object) &&
  value.metadata.namespace === object.metadata.namespace;

/** Where each object of a text begins, also those of a list. */
const placesOf = (file: string, text: string): ((object: ManifestObject) => SourceLocation) => {
  const { values } = parseDocumentWithPositions(text);
  const places = indexPositions(text);
  const candidates = values.flatMap((value, document) => {
    const items = isRecord(value) && Array.isArray(value.items) ? value.items : undefined;
    return (
      items?.map((item: unknown, index) => ({ value: item, document, pointer: `/items/${index}` })) ?? [{ value, document, pointer: '' }]
    );
  });
  return (object) => {
    const found = candidates.find(({ value }) => isThis(value, object));
    return { file, ...((found && places.value(found.pointer, found.document)) ?? { line: 1 }) };
  };
};

/**
 * Samples for each environment that they are declared for.
 * @throws ConfigError for a file that is not there or holds no objects
 */
export const sampleObjects = async (tree: SourceTree, { config, environments }: Discovery): Promise<readonly WrittenObject[]> => {
  const declared = config?.reconcilers?.samples ?? [];
  if (declared.length === 0) return [];
  const contents = await tree.read(
    declared.map(({ file }) => file),
    { maxBytes: MAX_BYTES },
  );
  return declared.flatMap(({ file, environments: only }) => {
    const content = contents.get(file);
    const text = content?.kind === 'file' ? new TextDecoder().decode(content.bytes) : '';
    const parsed = content?.kind === 'file' ? parseManifests(text) : undefined;
    const [problem] = parsed?.problems ?? [];
    if (parsed === undefined || problem !== undefined) {
      const message =
        problem === undefined
          ? `the sample ${file} is not there, or no plain file of at most 1 MiB`
          : `the sample ${file} holds no objects: ${problem.message}`;
      const at = problem === undefined ? { file: 'fairway.yaml' } : { file, line: problem.line, column: problem.column };
      throw new ConfigError([{ message, at, hint: 'write the ConfigMaps and Secrets into it that only the cluster has' }]);
    }
    const names = environments.map(({ name }) => name).filter((name) => only === undefined || only.includes(name));
    const placeOf = placesOf(file, text);
    return names.flatMap((env) => parsed.objects.map((object) => ({ object, at: placeOf(object), env, loose: true })));
  });
};
