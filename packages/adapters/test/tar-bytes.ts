// How does a test get an archive with exactly these entries, also such as no honest program writes?
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

export interface TarEntry {
  readonly path: string;
  /** Default `File`. */
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly text?: string | Uint8Array;
  readonly link?: string;
}

/** The tar archive of these entries, not packed. */
export const tarBytes = (entries: readonly TarEntry[]): Uint8Array => {
  const parts = entries.flatMap(({ path, type = 'File', text = '', link }) => {
    const bytes = Buffer.from(text);
    const block = Buffer.alloc(512);
    new Header({
      path,
      type,
      size: bytes.length,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      ...(link === undefined ? {} : { linkpath: link }),
    }).encode(block, 0);
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
};

/** The same, packed. */
export const tgzBytes = (entries: readonly TarEntry[]): Uint8Array => gzipSync(tarBytes(entries));

/** Archive of a chart with no more than its name and version. */
export const chartBytes = (name: string, version: string, files: readonly TarEntry[] = []): Uint8Array =>
  tgzBytes([{ path: `${name}/Chart.yaml`, text: `apiVersion: v2\nname: ${name}\nversion: ${version}\n` }, ...files]);
