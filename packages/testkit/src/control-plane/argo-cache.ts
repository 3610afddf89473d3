// What did Argo CD generate for an Application? Read from its cache: the manifests of repo-server, the resources of the controller.
import { connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One object as repo-server generated it. */
export interface ArgoManifest {
  readonly object: Readonly<Record<string, unknown>>;
  /** Namespace that application-controller compares it in; undefined: a cluster-scoped kind, or one that is no plain resource (a hook). */
  readonly managedNamespace: string | undefined;
  /** Does application-controller compare it with the cluster? Hooks are not. */
  readonly managed: boolean;
}

export interface ArgoCache {
  /** What the sources of an Application gave; undefined: nothing yet, or an error. */
  readonly manifests: (application: string) => Promise<readonly ArgoManifest[] | undefined>;
}

type Reply = string | Buffer | number | null | readonly Reply[];

const LINE_END = '\r\n';

/** Reads one reply of the redis protocol; undefined: more bytes have to come. */
const readReply = (bytes: Buffer, start: number): { readonly reply: Reply; readonly end: number } | undefined => {
  const lineEnd = bytes.indexOf(LINE_END, start);
  if (lineEnd < 0) return undefined;
  const line = bytes.toString('utf8', start + 1, lineEnd);
  const after = lineEnd + LINE_END.length;
  const type = String.fromCharCode(bytes[start] ?? 0);
  if (type === '+') return { reply: line, end: after };
  if (type === ':') return { reply: Number(line), end: after };
  if (type === '$') {
    const size = Number(line);
    if (size < 0) return { reply: null, end: after };
    const end = after + size + LINE_END.length;
    return bytes.length < end ? undefined : { reply: bytes.subarray(after, after + size), end };
  }
  if (type !== '*') throw new Error(`redis answers: ${line}`);
  const items: Reply[] = [];
  let at = after;
  for (let index = 0; index < Number(line); index += 1) {
    const item = readReply(bytes, at);
    if (item === undefined) return undefined;
    items.push(item.reply);
    at = item.end;
  }
  return { reply: items, end: at };
};

const command = (words: readonly string[]): string =>
  [`*${words.length}`, ...words.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ''].join(LINE_END);

const ask = (port: number, words: readonly string[]): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(command(words)));
    let bytes = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('redis closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const read = readReply(bytes, 0);
        if (read === undefined) return;
        socket.destroy();
        resolve(read.reply);
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const idOf = (group: string, kind: unknown, name: unknown): string => `${group}/${text(kind)} ${text(name)}`;
const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** The cache that repo-server and application-controller share. */
export const readArgoCache = (port: number): ArgoCache => {
  const value = async (key: string): Promise<unknown> => {
    const reply = await ask(port, ['GET', key]);
    return Buffer.isBuffer(reply) ? JSON.parse(gunzipSync(reply).toString('utf8')) : undefined;
  };
  const values = async (pattern: string): Promise<readonly unknown[]> => {
    const keys = await ask(port, ['KEYS', pattern]);
    if (!Array.isArray(keys)) return [];
    return Promise.all(keys.map((key) => value(String(key)))).then((all) => all.filter((one) => one !== undefined));
  };
  return {
    manifests: async (application) => {
      // Keys: `mfst|<tracking>|<application>|<revision>|<namespace>|<hash>…` of each source, `app|managed-resources|<application>|<version>`.
      const [managedLists, generated] = await Promise.all([
        values(`app|managed-resources|${application}|*`),
        values(`mfst|*|${application}|*`),
      ]);
      const responses = generated.map((one) => record(one)['manifestResponse']).filter(isRecord);
      if (managedLists.length === 0 || responses.length === 0) return undefined;
      const managed = new Map(
        managedLists.flatMap(list).map((one) => {
          const { group, kind, name, namespace } = record(one);
          return [idOf(text(group), kind, name), text(namespace)] as const;
        }),
      );
      return responses
        .flatMap((response) => list(response['manifests']))
        .map((manifest) => {
          const object = record(JSON.parse(text(manifest)));
          const id = idOf(groupOf(text(object['apiVersion'])), object['kind'], record(object['metadata'])['name']);
          return { object, managed: managed.has(id), managedNamespace: managed.get(id) || undefined };
        });
    },
  };
};
