// What is known of an external program, and what does a user's lock file record?
import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Platform = z.enum(['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64']);
export type Platform = z.infer<typeof Platform>;

export const ToolSpec = z.strictObject({
  name: z.string().describe('as users say it: helm, kustomize'),
  version: z.string(),
  supported: z.string().describe('semver range that the toolkit works with'),
  purpose: z.string(),
  versionArgs: z.array(z.string()),
  environmentVariable: z.string().describe('where a user may give a binary of their own'),
  release: z
    .strictObject({
      url: z.string().describe('pattern with {version}, {os}, {arch}'),
      archive: z.enum(['none', 'tar.gz', 'zip']),
      member: z.string().optional().describe('path of the program in the archive, same placeholders'),
      checksums: z.strictObject({ url: z.string(), format: z.enum(['sha256sum', 'single']) }),
      signature: z.strictObject({ url: z.string(), kind: z.enum(['cosign', 'pgp', 'none']) }).optional(),
    })
    .optional(),
  sha256: z.partialRecord(Platform, Sha256).optional().describe('checksum of the download per platform'),
  go: z
    .strictObject({
      directory: z.string().describe('directory below tools/go with go.mod and go.sum'),
      package: z.string(),
      ldflags: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});
export type ToolSpec = z.infer<typeof ToolSpec>;

export const ToolsManifest = z.strictObject({ $schema: z.string().optional(), version: z.literal(1), tools: z.array(ToolSpec) });
export type ToolsManifest = z.infer<typeof ToolsManifest>;

/** `fairway.tools.lock`: never an address, only versions, checksums and which proof they had. */
export const ToolsLock = z.strictObject({
  version: z.literal(1),
  tools: z.record(
    z.string(),
    z.strictObject({
      version: z.string(),
      sha256: z.partialRecord(Platform, Sha256),
      proof: z.enum(['signature', 'checksum-file', 'manifest']),
    }),
  ),
});
export type ToolsLock = z.infer<typeof ToolsLock>;

/** A program that is ready to run. */
export interface ResolvedTool {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly path: string;
  readonly origin: 'flag' | 'environment' | 'path' | 'download' | 'build';
}
