// What does one file say, apart from where it stands? Equal bytes under an equal name always say the same.
import { type ChartFacts, chartFacts } from './chart-facts.ts';
import { type KustomizationFacts, kustomizationFacts } from './kustomization-facts.ts';
import { mayHoldReconcilers, type ReconcilerFact, reconcilerFacts } from './reconciler-facts.ts';
import { baseName } from './tree-path.ts';

export interface FileFacts {
  readonly kustomization?: KustomizationFacts;
  readonly chart?: ChartFacts;
  /** Set for the small files that a person writes for us. */
  readonly text?: string;
  /** Looks like a Kubernetes object. */
  readonly manifest: boolean;
  readonly reconcilers: readonly ReconcilerFact[];
}

/** What a file is to us, by its name alone. */
export type FileRole = 'kustomization' | 'chart' | 'config' | 'yaml';

const KUSTOMIZATION = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
const CONFIG = new Set(['app.yaml', 'profile.yaml']);
const NONE: readonly ReconcilerFact[] = [];
/** A manifest says what it is near its beginning; comments may stand before. */
const HEAD_BYTES = 256 * 1024;
/** Larger files are written by programs. */
const MAX_HAND_WRITTEN = 1024 * 1024;

/** Role of a path; undefined when it is of no interest. */
export function roleOf(path: string): FileRole | undefined {
  const name = baseName(path);
  if (KUSTOMIZATION.has(name)) return 'kustomization';
  if (name === 'Chart.yaml') return 'chart';
  if (CONFIG.has(name) || path === 'fairway.yaml') return 'config';
  return name.endsWith('.yaml') || name.endsWith('.yml') ? 'yaml' : undefined;
}

/** Reads all that discovery wants to know of a file. */
export function fileFacts(role: FileRole, bytes: Uint8Array): FileFacts {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reconcilers = mayHoldReconcilers(buffer) ? reconcilerFacts(buffer.toString('utf8')) : NONE;
  const small = buffer.length <= MAX_HAND_WRITTEN;
  if (role === 'kustomization' && small)
    return { kustomization: kustomizationFacts(buffer.toString('utf8')), manifest: false, reconcilers };
  if (role === 'chart' && small) return { chart: chartFacts(buffer.toString('utf8')), manifest: false, reconcilers: NONE };
  const manifest = isManifest(buffer);
  return role === 'config' && small ? { text: buffer.toString('utf8'), manifest, reconcilers } : { manifest, reconcilers };
}

/** Core, dotted, or one of the groups from before groups had dots; `skaffold/v4` and its like belong to other programs. */
const API_GROUP =
  /^(?:\xef\xbb\xbf)?apiVersion:[ \t]*["']?(?:v\d\w*|(?:apps|batch|autoscaling|policy|extensions|[\w-]+(?:\.[\w-]+)+)\/v\d\w*)["']?[ \t]*(?:#.*)?\r?$/m;

const KIND = /^kind:/m;

function isManifest(buffer: Buffer): boolean {
  if (!buffer.includes('apiVersion:')) return false;
  const head = buffer.toString('latin1', 0, HEAD_BYTES);
  return KIND.test(head) && API_GROUP.test(head);
}
