// Which objects stand for those that only the cluster has? Files that fairway.yaml declares as samples.
import { ConfigError, type SourceTree } from '@fairway/contracts';
import type { Discovery } from '@fairway/environments';
import { parseManifests } from '@fairway/manifests';
import type { WrittenObject } from './written-objects.ts';

/** Below everything that a file or a rendering says. */
export const SAMPLE_RANK = -1;

const MAX_BYTES = 1024 * 1024;

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
    const parsed = content?.kind === 'file' ? parseManifests(new TextDecoder().decode(content.bytes)) : undefined;
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
    return names.flatMap((env) => parsed.objects.map((object) => ({ object, at: { file, line: 1 }, env, loose: true })));
  });
};
