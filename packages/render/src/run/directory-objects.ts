// Which objects are in a plain directory of manifests?
import { FairwayError } from '@fairway/contracts';
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import type { ReadyJob } from '../plan/app-job.ts';

/** Our own app.yaml stands among the manifests and is none. */
const manifestsOf = ({ app, closure }: ReadyJob): readonly string[] =>
  (app.renderer.kind === 'directory' ? app.renderer.files : undefined) ??
  [...closure.files]
    .filter(([path, { mode }]) => mode !== '120000' && !(app.config !== undefined && path === app.declaredAt.file))
    .map(([path]) => path)
    .toSorted();

/** Objects in the order of the file names. A file that is no manifest is an error with its place. */
export const directoryObjects = async (job: ReadyJob): Promise<readonly ManifestObject[] | FairwayError> => {
  const paths = manifestsOf(job);
  const contents = await job.tree.read(paths);
  const all: ManifestObject[] = [];
  for (const file of paths) {
    const content = contents.get(file);
    if (content?.kind !== 'file') return new FairwayError('file-unreadable', `${file} cannot be read`, { at: { file } });
    const { objects, problems } = parseManifests(new TextDecoder().decode(content.bytes));
    const [first] = problems;
    if (first !== undefined) {
      const { line, column, message } = first;
      return new FairwayError('file-unreadable', message, {
        at: { file, line, column },
        hint: 'correct the file, or move it out of the directory',
      });
    }
    all.push(...objects);
  }
  return all;
};
