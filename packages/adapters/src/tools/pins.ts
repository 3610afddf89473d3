// Which version and which checksums of a program hold for this run?
import type { LockedTool, Platform, ToolProof, ToolSpec, ToolsLock } from '@fairway/contracts';

/** Lock files of the two sides of a change. Without `base`, the head's lock is taken as it is: there is no change to distrust. */
export interface ToolLocks {
  readonly head?: ToolsLock;
  /** `undefined`: no base; `null`: a base without a lock file. */
  readonly base?: ToolsLock | null;
}

/** What holds for a program. */
export interface ToolPin {
  readonly version: string;
  readonly sha256: Readonly<Partial<Record<Platform, string>>>;
  readonly proof: ToolProof | undefined;
  readonly source: 'lock' | 'base lock' | 'manifest';
  /** Set where the head asks for something that was not followed; for people. */
  readonly note?: string;
}

const fromLock = (entry: LockedTool, source: 'lock' | 'base lock'): ToolPin => ({ ...entry, source });

const fromManifest = (spec: ToolSpec): ToolPin => ({
  version: spec.version,
  sha256: spec.sha256 ?? {},
  proof: spec.sha256 === undefined ? undefined : 'manifest',
  source: 'manifest',
});

const sameChecksums = (a: LockedTool['sha256'], b: LockedTool['sha256']): boolean =>
  Object.entries(a).every(([platform, sum]) => b[platform as Platform] === sum) && Object.keys(a).length === Object.keys(b).length;

/** The head changed its entry: its version counts only if the base's lock or the manifest knows it, with the checksums known there. */
const fromChangedHead = (spec: ToolSpec, head: LockedTool | undefined, base: LockedTool | undefined): ToolPin => {
  if (!head) return fromManifest(spec);
  const asked = `fairway.tools.lock of the head asks for ${spec.name} ${head.version}`;
  if (head.version === base?.version)
    return { ...fromLock(base, 'base lock'), note: `${asked} with other checksums than the base; those of the base hold` };
  if (head.version === spec.version) {
    const trusted = sameChecksums(head.sha256, spec.sha256 ?? {});
    return { ...fromManifest(spec), ...(trusted ? {} : { note: `${asked}; its checksums hold once the change is merged` }) };
  }
  const standing = base ? fromLock(base, 'base lock') : fromManifest(spec);
  return { ...standing, note: `${asked}, which neither the base nor this release of fairway knows; rendered with ${standing.version}` };
};

/** The pin for rendering the head. The user's lock comes before the manifest; a head cannot bring a program of its own. */
export const pinFor = (spec: ToolSpec, locks: ToolLocks = {}): ToolPin => {
  const head = locks.head?.tools[spec.name];
  if (locks.base === undefined) return head ? fromLock(head, 'lock') : fromManifest(spec);
  const base = locks.base?.tools[spec.name];
  if (head && base && head.version === base.version && sameChecksums(head.sha256, base.sha256)) return fromLock(base, 'lock');
  if (!head && !base) return fromManifest(spec);
  return fromChangedHead(spec, head, base);
};

/** The pin for programs that judge: always the base's. */
export const judgingPinFor = (spec: ToolSpec, locks: ToolLocks): ToolPin =>
  pinFor(spec, locks.base === undefined ? locks : locks.base === null ? {} : { head: locks.base });
