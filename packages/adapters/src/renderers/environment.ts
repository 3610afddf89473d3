// In which environment do the renderers run?
import { join } from 'node:path';
import type { ScratchPort } from '@fairway/contracts';

/** Nothing listens on the discard port of the loopback: a request that gets this far fails at once instead of leaving the machine. */
const NOWHERE = 'http://127.0.0.1:9';

/** The whole environment of a renderer, and the directory that its home and temporary files are in. */
export interface RendererEnvironment {
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * An environment without anything of the user: empty home, no kubeconfig, no plugins, no repositories, no PATH, no network. Garbage
 * collection is set for short runs: a quarter less time over a thousand overlays.
 */
export const prepareRendererEnvironment = async (scratch: ScratchPort): Promise<RendererEnvironment> => {
  const directory = await scratch.directory('renderers');
  const place = (name: string): string => join(directory, name);
  for (const name of ['home', 'tmp', 'plugins', 'kustomize-plugins']) await scratch.write(join(place(name), '.keep'), '');
  return {
    directory,
    variables: {
      GOGC: '800',
      GOMEMLIMIT: '2GiB',
      LC_ALL: 'C',
      PATH: '',
      HOME: place('home'),
      TMPDIR: place('tmp'),
      XDG_CACHE_HOME: place('home/.cache'),
      XDG_CONFIG_HOME: place('home/.config'),
      XDG_DATA_HOME: place('home/.local/share'),
      HELM_CACHE_HOME: place('helm/cache'),
      HELM_CONFIG_HOME: place('helm/config'),
      HELM_DATA_HOME: place('helm/data'),
      HELM_CONTENT_CACHE: place('helm/cache/content'),
      HELM_PLUGINS: place('plugins'),
      HELM_NO_PLUGINS: '1',
      HELM_REGISTRY_CONFIG: place('helm/config/registry.json'),
      HELM_REPOSITORY_CONFIG: place('helm/config/repositories.yaml'),
      HELM_REPOSITORY_CACHE: place('helm/cache/repository'),
      KUSTOMIZE_PLUGIN_HOME: place('kustomize-plugins'),
      ...Object.fromEntries(
        ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
          [name, NOWHERE],
          [name.toLowerCase(), NOWHERE],
        ]),
      ),
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
    },
  };
};
