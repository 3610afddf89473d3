// What is known of an external program, and what does a user's lock file record?
import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hexadecimal digits');
const ToolVersion = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a full version without v, such as 1.2.3');
const HttpsUrl = z.string().regex(/^https:\/\//, 'an https address');

/** Operating system and processor as Go and most release pages spell them. */
export const Platform = z.enum(['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64']);
export type Platform = z.infer<typeof Platform>;

const Checksums = z.partialRecord(Platform, Sha256);

/** Signature over the checksum file. Only the pinned keys or identity count; the address of the keys alone proves nothing. */
export const ToolSignature = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pgp'),
    url: HttpsUrl.describe('detached signature of the checksum file'),
    keys: HttpsUrl.describe('where the public keys are'),
    fingerprints: z
      .array(z.string().regex(/^[0-9A-F]{40}$/))
      .min(1)
      .describe('primary keys whose signature is accepted'),
  }),
  z.strictObject({
    kind: z.literal('cosign'),
    url: HttpsUrl.describe('Sigstore bundle of the checksum file'),
    identity: z.string().describe('regular expression of the certificate identity'),
    issuer: HttpsUrl.describe('OIDC issuer of the certificate'),
  }),
]);
export type ToolSignature = z.infer<typeof ToolSignature>;

/** Where upstream publishes a release. Patterns take {version}, {os} and {arch}. */
export const ToolRelease = z.strictObject({
  url: HttpsUrl.describe('the download'),
  archive: z.enum(['none', 'tar.gz', 'zip']),
  member: z
    .string()
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'a path inside the archive')
    .optional()
    .describe('path of the program in the archive'),
  checksums: z.strictObject({ url: HttpsUrl, format: z.enum(['sha256sum', 'single']) }),
  signature: ToolSignature.optional(),
});
export type ToolRelease = z.infer<typeof ToolRelease>;

/** How a program is built from its Go module; go.mod and go.sum stand in tools/go/<directory>. */
export const ToolBuild = z.strictObject({
  directory: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('directory below tools/go with go.mod and go.sum'),
  package: z.string(),
  ldflags: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
});
export type ToolBuild = z.infer<typeof ToolBuild>;

/** One row of the manifest. */
export const ToolSpec = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('unique: kustomize, helm4, helm3'),
  programs: z
    .array(z.string().regex(/^[a-z][a-z0-9._-]*$/))
    .min(1)
    .describe('file names to look for on PATH; the first is the one that is installed'),
  version: ToolVersion,
  supported: z.string().describe('semver range that the toolkit works with'),
  purpose: z.string(),
  testOnly: z.literal(true).optional().describe('needed to test the toolkit itself: installed only when it is named'),
  versionArgs: z
    .array(z.string())
    .describe('makes the program say its version; empty where it cannot: then Go must have recorded the version of go.package in the file'),
  flag: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('name of the command line flag and, with _, of the action input that gives a program'),
  environmentVariable: z
    .string()
    .regex(/^FAIRWAY_[A-Z0-9_]+$/)
    .describe('where a user may give a program of their own'),
  release: ToolRelease.optional(),
  sha256: Checksums.optional().describe('checksum of the download per platform'),
  go: ToolBuild.optional(),
});
export type ToolSpec = z.infer<typeof ToolSpec>;

/** tools/manifest.json. */
export const ToolsManifest = z.strictObject({ $schema: z.string().optional(), version: z.literal(1), tools: z.array(ToolSpec) });
export type ToolsManifest = z.infer<typeof ToolsManifest>;

/** How well a checksum is known: upstream's signature was verified, or only its checksum file was read. */
export const ToolProof = z.enum(['signature', 'checksum-file', 'manifest']);
export type ToolProof = z.infer<typeof ToolProof>;

export const LockedTool = z.strictObject({ version: ToolVersion, sha256: Checksums, proof: ToolProof });
export type LockedTool = z.infer<typeof LockedTool>;

/** `fairway.tools.lock`: never an address, only versions, checksums and which proof they had. */
export const ToolsLock = z.strictObject({ version: z.literal(1), tools: z.record(z.string(), LockedTool) });
export type ToolsLock = z.infer<typeof ToolsLock>;

/** A program that is ready to run. */
export interface ResolvedTool {
  /** Row of the manifest: kustomize, helm4, helm3. */
  readonly name: string;
  /** As the program says it, without `v`; two numbers where it says no more. */
  readonly version: string;
  /** SHA-256 (hex) of the program file. */
  readonly sha256: string;
  /** Absolute. */
  readonly path: string;
  readonly origin: 'flag' | 'environment' | 'path' | 'download' | 'build';
}
