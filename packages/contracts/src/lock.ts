// What does fairway.lock say of the charts, artifacts and repositories that live elsewhere?
import { z } from 'zod';

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits');

const Resolved = {
  resolved: z.string().min(1).describe('what was meant when it was locked: chart version, manifest digest or commit'),
  digest: Digest.describe(
    'SHA-256 of the archive: the chart package or artifact layer as it is served; for git, of our own canonical archive',
  ),
};

export const LockedChart = z.strictObject({
  kind: z.literal('chart'),
  repository: z.string().min(1).describe('https:// address of a Helm repository, or oci:// address without the name of the chart'),
  chart: z.string().min(1),
  version: z.string().describe('SemVer range as asked; empty: the newest'),
  ...Resolved,
});
export const LockedArtifact = z.strictObject({
  kind: z.literal('oci'),
  url: z.string().min(1),
  reference: z.string().describe('tag=…, semver=… or digest=… as asked; empty: latest'),
  ...Resolved,
});
export const LockedRepository = z.strictObject({
  kind: z.literal('git'),
  url: z.string().min(1),
  reference: z.string().describe('branch=…, tag=…, semver=…, name=… or commit=… as asked; empty: the default branch'),
  ...Resolved,
});
export const LockedSource = z.discriminatedUnion('kind', [LockedChart, LockedArtifact, LockedRepository]);
export type LockedSource = z.infer<typeof LockedSource>;

/** fairway.lock, at the root of the repository. Written by `fairway lock`, sorted, one entry per request. */
export const SourceLock = z
  .strictObject({ version: z.literal(1), sources: z.array(LockedSource) })
  .meta({ title: 'fairway.lock', description: 'Charts, artifacts and repositories that live elsewhere, by digest' });
export type SourceLock = z.infer<typeof SourceLock>;

/** What an object asks for: a locked source without what was resolved. */
export type SourceRequest =
  | Omit<z.infer<typeof LockedChart>, 'resolved' | 'digest'>
  | Omit<z.infer<typeof LockedArtifact>, 'resolved' | 'digest'>
  | Omit<z.infer<typeof LockedRepository>, 'resolved' | 'digest'>;
