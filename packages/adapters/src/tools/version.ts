// Which version does a program say it has, and does the toolkit work with it?
import { ToolError, type ToolSpec } from '@fairway/contracts';
import semver from 'semver';

const VERSION = /(?:^|[^0-9A-Za-z.])v?(\d{1,6}\.\d{1,6}(?:\.\d{1,6})?)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?(?![0-9A-Za-z])/;

/**
 * First version in what a program printed: `v5.8.1`, `5.8.1`, `v4.2` (built without release flags), `{Version:kustomize/v4.5.7 …}`,
 * `v3.21.4+g1234567`. Without `v` and build metadata; as many numbers as were printed. `undefined` where there is none.
 */
export const parseVersion = (output: string): string | undefined => {
  const found = VERSION.exec(output.slice(0, 4096));
  return found ? `${found[1]}${found[2] ?? ''}` : undefined;
};

const isFull = (version: string): boolean => semver.valid(version) !== null;

/** A version of two numbers stands for its whole minor line: it is supported when some patch of it is. */
export const isSupported = (version: string, range: string): boolean =>
  isFull(version) ? semver.satisfies(version, range) : semver.validRange(version) !== null && semver.intersects(version, range);

/** Throws `ToolError` (`tool-version`), naming the version found and the versions supported. */
export const requireSupported = (spec: ToolSpec, version: string, from: { readonly path: string; readonly hint: string }): void => {
  if (isSupported(version, spec.supported)) return;
  throw new ToolError('tool-version', `${from.path} is ${spec.name} ${version}, but the supported range is ${spec.supported}`, {
    command: [from.path, ...spec.versionArgs],
    hint: from.hint,
  });
};
