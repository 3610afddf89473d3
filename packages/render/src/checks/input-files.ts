// Will the reconciler read the same files as we did?
import type { App } from '@fairway/environments';
import type { Check, RemoteReference } from '../model.ts';
import { draft } from './draft.ts';

/** A published chart that app.yaml pins by digest stays what it is, wherever it comes from. */
const isPinned = ({ url }: RemoteReference, { config }: App): boolean =>
  url.startsWith('oci://') && config?.renderer?.kind === 'helm' && config.renderer.chart === url && config.renderer.digest !== undefined;

export const remoteBase: Check = ({ app, closure }) =>
  closure.remotes
    .filter((remote) => !isPinned(remote, app))
    .map(({ url, what, at }) =>
      draft('remote-base', {
        message: `${at.file} takes a ${what} from ${url}, outside of the repository`,
        location: { ...at },
        detail: `${at.file} ${what} ${url}`,
      }),
    );

export const ignoredInput: Check = ({ closure }) =>
  [...closure.files]
    .filter(([, file]) => file.ignored)
    .map(([path]) =>
      draft('ignored-input', {
        message: `${path} is read, but .gitignore keeps it out of every commit`,
        location: { file: path },
        detail: path,
      }),
    );

export const lfsPointer: Check = ({ closure }) =>
  closure.lfsPointers.map((path) =>
    draft('lfs-pointer', {
      message: `${path} is a Git LFS pointer: its text was rendered instead of its content`,
      location: { file: path },
      detail: path,
    }),
  );
