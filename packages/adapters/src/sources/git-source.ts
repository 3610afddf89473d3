// How does a commit of another repository come here, without a checkout and without running anything of it?
import { FairwayError, type LockedSource, type ScratchPort } from '@fairway/contracts';
import { type GitPlace, git, gitText } from '../git/git-command.ts';
import { createObjectReader } from '../git/object-reader.ts';
import { splitRecords, type TreeRecord, treeRecord } from '../git/records.ts';
import { entryPath, followLinks } from './archive-paths.ts';
import { type ArchiveEntry, canonicalArchive } from './canonical-archive.ts';
import { sha256Of } from './checked-download.ts';
import { type GitAddress, gitAddress } from './git-address.ts';
import { chooseCommit, parseRemoteRefs } from './git-refs.ts';
import { shownWord } from './source-address.ts';
import { basicAuthorization, CREDENTIALS_VARIABLE, type createCredentials } from './source-credentials.ts';
import type { SourceContext } from './source-options.ts';

export type LockedRepository = Extract<LockedSource, { kind: 'git' }>;
export type RepositoryRequest = Omit<LockedRepository, 'resolved' | 'digest'>;

/** Commits of git repositories. */
export interface GitSource {
  resolve(request: RepositoryRequest): Promise<{ readonly locked: LockedRepository; readonly archive: Uint8Array }>;
  fetch(locked: LockedRepository): Promise<Uint8Array>;
}

/** Settings that no configuration of the machine may loosen: nothing is run or written beside the fetch. */
const STRICT = [
  '-c',
  'protocol.version=2',
  '-c',
  'fetch.recurseSubmodules=false',
  '-c',
  'core.symlinks=true',
  '-c',
  'http.followRedirects=initial',
];

const remoteFailed = (error: unknown, shown: string): unknown => {
  if (!(error instanceof FairwayError) || error.code !== 'git-failed') return error;
  return new FairwayError('remote-failed', `${shown} cannot be read by git: ${error.message.replace(/^git [a-z-]+ failed: /, '')}`, {
    hint: 'Credentials come from git itself (a credential helper, the ssh agent); nothing is asked for on the terminal. `git ls-remote` with the address tells more.',
    cause: error,
  });
};

/** Our own variable holds for git too; it reaches git by environment, where no process list shows it. */
const authorizationFor = async (address: GitAddress, credentialsFor: Credentials): Promise<Readonly<Record<string, string>>> => {
  if (!/^https?:/.test(address.url)) return {};
  const url = new URL(address.url);
  const found = await credentialsFor(url);
  if (found?.from !== CREDENTIALS_VARIABLE || found.credentials.kind !== 'basic') return {};
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url.origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: ${basicAuthorization(found.credentials)}`,
  };
};

type Credentials = ReturnType<typeof createCredentials>;

export const createGitSource = (
  context: SourceContext,
  { scratch, credentials }: { readonly scratch: ScratchPort; readonly credentials: Credentials },
): GitSource => {
  const { limits } = context;
  const placeIn = (directory: string): GitPlace => ({
    directory,
    environment: context.environment,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const askRemote = async (place: GitPlace, args: readonly string[], address: GitAddress): Promise<string> => {
    const authorization = await authorizationFor(address, credentials);
    try {
      return await gitText(place, [...STRICT, ...args], {
        extra: { GIT_ALLOW_PROTOCOL: address.protocols, GIT_PROTOCOL_FROM_USER: '0', ...authorization },
        timeoutMs: limits.totalMs,
        maxOutputBytes: limits.indexBytes,
      });
    } catch (error) {
      throw remoteFailed(error, shownWord(address.url));
    }
  };

  const withRepository = async <T>(use: (place: GitPlace) => Promise<T>): Promise<T> => {
    const directory = await scratch.directory('source');
    try {
      const place = placeIn(directory);
      await git(place, ['init', '--bare', '--quiet', '--template=', '.']);
      return await use(place);
    } finally {
      await scratch.remove(directory);
    }
  };

  const archiveOf = async (place: GitPlace, commit: string, address: GitAddress): Promise<Uint8Array> => {
    await askRemote(
      place,
      ['fetch', '--quiet', '--depth=1', '--no-tags', '--upload-pack=git-upload-pack', '--', address.url, commit],
      address,
    );
    const { stdout } = await git(place, ['ls-tree', '-r', '-z', '--full-tree', commit], { maxOutputBytes: limits.indexBytes });
    const records = splitRecords(stdout).map(treeRecord);
    if (records.length > limits.files) throw tooLarge(address, `${records.length} files`, `${limits.files} are`);
    const modules = records.filter(({ mode }) => mode === '160000').map(({ path }) => shownWord(path));
    if (modules.length > 0) context.onNote?.(`${shownWord(address.url)}: submodules are not included: ${modules.slice(0, 10).join(', ')}`);
    const contents = await readBlobs(place, records, { maxBytes: limits.archiveBytes, address });
    const archive = canonicalArchive(entriesOf(records, contents, (message) => context.onNote?.(`${shownWord(address.url)}: ${message}`)));
    if (archive.length > limits.archiveBytes) throw tooLarge(address, `${archive.length} bytes`, `${limits.archiveBytes} are`);
    return archive;
  };

  return {
    resolve: (request) =>
      withRepository(async (place) => {
        const address = gitAddress(request.url, context);
        const fixed = request.reference.startsWith('commit=');
        const refs = fixed ? new Map<string, string>() : parseRemoteRefs(await askRemote(place, ['ls-remote', '--', address.url], address));
        const resolved = chooseCommit(refs, request.reference, shownWord(address.url));
        const archive = await archiveOf(place, resolved, address);
        return { locked: { ...request, resolved, digest: sha256Of(archive) }, archive };
      }),
    fetch: (locked) => withRepository((place) => archiveOf(place, locked.resolved, gitAddress(locked.url, context))),
  };
};

const tooLarge = (address: GitAddress, found: string, limit: string): FairwayError =>
  new FairwayError('remote-failed', `${shownWord(address.url)} has ${found}, and at most ${limit} accepted`, {
    hint: 'Publish the part that is needed as an artifact, or point at a smaller repository.',
  });

const readBlobs = async (
  place: GitPlace,
  records: readonly TreeRecord[],
  { maxBytes, address }: { readonly maxBytes: number; readonly address: GitAddress },
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const reader = createObjectReader(place);
  try {
    const blobs = new Map<string, Uint8Array>();
    let total = 0;
    const wanted = [...new Set(records.filter(({ mode }) => mode !== '160000').map(({ oid }) => oid))];
    for (let at = 0; at < wanted.length; at += 500) {
      for (const [oid, content] of await reader.read(wanted.slice(at, at + 500), maxBytes)) {
        if (content.kind === 'missing')
          throw new FairwayError('remote-failed', `${shownWord(address.url)} did not send all files of the commit`);
        total += content.kind === 'bytes' ? content.bytes.length : content.size;
        if (content.kind === 'too-large' || total > maxBytes) throw tooLarge(address, `more than ${maxBytes} bytes`, `${maxBytes} are`);
        blobs.set(oid, content.bytes);
      }
    }
    return blobs;
  } finally {
    await reader.close();
  }
};

/** Links that leave the repository are left out, and named; everything else is kept. */
const entriesOf = (
  records: readonly TreeRecord[],
  contents: ReadonlyMap<string, Uint8Array>,
  note: (message: string) => void,
): readonly ArchiveEntry[] => {
  const entries = records.flatMap(({ path, mode, oid }): readonly ArchiveEntry[] => {
    const bytes = contents.get(oid);
    const clean = entryPath(path);
    if (bytes === undefined || clean === undefined) return [];
    return [{ path: clean, bytes, kind: mode === '120000' ? 'link' : mode === '100755' ? 'executable' : 'file' }];
  });
  const links = new Map(
    entries.flatMap(({ path, kind, bytes }) => (kind === 'link' ? [[path, new TextDecoder().decode(bytes)] as const] : [])),
  );
  const leaves = (path: string): boolean => {
    try {
      followLinks(path, links);
      return false;
    } catch {
      return true;
    }
  };
  const left = new Set([...links.keys()].filter(leaves));
  if (left.size > 0) note(`links that leave the repository are not included: ${[...left].slice(0, 10).map(shownWord).join(', ')}`);
  return entries.filter(({ path, kind }) => kind !== 'link' || !left.has(path));
};
