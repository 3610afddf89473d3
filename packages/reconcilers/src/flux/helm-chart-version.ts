// What does Flux make of the version of a chart, and is a tag the same version?

/** As Flux reads versions: one to three numbers, perhaps `v` before them. */
const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

function parts(version: string): { readonly numbers: string; readonly pre: string } | undefined {
  const found = VERSION.exec(version);
  if (found === null) return undefined;
  const numbers = [found[1], found[2], found[3]].map((number) => BigInt(number ?? '0').toString()).join('.');
  return { numbers, pre: found[4] === undefined ? '' : `-${found[4]}` };
}

/** The version in its normal form, its build metadata replaced. Undefined: no semantic version. */
export function markedVersion(version: string, mark: string): string | undefined {
  const read = parts(version);
  return read === undefined ? undefined : `${read.numbers}${read.pre}+${mark}`;
}

/** Does a tag that is a version mean this one? Build metadata does not count; tags cannot hold `+` and write `_`. Any other tag says nothing. */
export function sameVersion(tag: string, version: string): boolean {
  const asked = parts(tag.replaceAll('_', '+'));
  if (asked === undefined) return true;
  const there = parts(version);
  return there === undefined || (asked.numbers === there.numbers && asked.pre === there.pre);
}
