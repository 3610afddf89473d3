// Which row of the table stands for a release of a reconciler?
import { RELEASES, type ReleaseRow } from './release-rows.ts';

/** A release as a cluster profile names it. `version` has two or three numbers. */
export interface NamedRelease {
  readonly kind: 'argocd' | 'flux';
  readonly version: string;
}

/** `exact` is false where the table does not know this minor; `note` says then which row stands for it. */
export interface FoundRelease {
  readonly row: ReleaseRow;
  readonly exact: boolean;
  readonly note?: string;
}

const NAMES = { argocd: 'Argo CD', flux: 'Flux' } as const;

/** Undefined: no version. A `v` before the numbers and what follows the minor do not count. */
function minorOf(version: string): readonly [number, number] | undefined {
  const found = /^v?(\d{1,6})\.(\d{1,6})(?:[.+-]|$)/.exec(version);
  return found === null ? undefined : [Number(found[1]), Number(found[2])];
}

function compare([major, minor]: readonly [number, number], [otherMajor, otherMinor]: readonly [number, number]): number {
  return major - otherMajor || minor - otherMinor;
}

/** The row as this patch does it; without a patch, as the newest does. */
function patched(row: ReleaseRow, version: string): ReleaseRow {
  const patch = /^v?\d+\.\d+\.(\d{1,6})/.exec(version)?.[1];
  const { earlier } = row;
  return earlier === undefined || patch === undefined || Number(patch) >= earlier.beforePatch
    ? row
    : { ...row, postRenderHooks: earlier.postRenderHooks };
}

/**
 * The row of the release, else that of the next older one, else the oldest. Undefined where `version` is no version.
 * What a release newer than all does may be something else than what the newest known one does.
 */
export function releaseOf({ kind, version }: NamedRelease): FoundRelease | undefined {
  const asked = minorOf(version);
  if (asked === undefined) return undefined;
  const rows = RELEASES.filter((row) => row.kind === kind);
  const known = rows.flatMap((row) => {
    const minor = minorOf(row.version);
    return minor === undefined ? [] : [{ row, order: compare(minor, asked) }];
  });
  const same = known.find(({ order }) => order === 0);
  if (same !== undefined) return { row: patched(same.row, version), exact: true };
  const older = known.findLast(({ order }) => order < 0);
  const newest = known.at(-1);
  const stand = older ?? known[0];
  if (stand === undefined) return undefined;
  const why =
    older === undefined ? 'is older than all that are known' : stand === newest ? 'is newer than all that are known' : 'is not known';
  return { row: stand.row, exact: false, note: `${NAMES[kind]} ${version} ${why}: rendered as ${NAMES[kind]} ${stand.row.version} does` };
}

/** Major and minor of the newest release that is known. */
export function newestRelease(kind: NamedRelease['kind']): string {
  return RELEASES.findLast((row) => row.kind === kind)?.version ?? '';
}

/** Settings of a rendering that follow from the reconciler. */
export interface RenderDefaults {
  readonly helmMajor: '3' | '4';
  readonly loadRestrictor: 'root-only' | 'none';
}

/** Undefined where it is not known which reconciler there is. */
export function renderDefaults(reconciler: NamedRelease | undefined): RenderDefaults | undefined {
  const found = reconciler === undefined ? undefined : releaseOf(reconciler);
  return found === undefined ? undefined : { helmMajor: found.row.helm.major, loadRestrictor: found.row.loadRestrictor };
}
