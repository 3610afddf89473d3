// What do the files `.argocd-source.yaml` in the directory of a source change in it?
import { checkYaml, isRecord } from '@fairway/manifests';
import { z } from 'zod';
import type { SightedObject, World } from '../model.ts';
import { joinInside, type SourcePlace } from './app-source-place.ts';
import { type AppSource, SourceTools } from './app-source-spec.ts';
import { failed, made, type Outcome } from './argo-object.ts';

const MAX_DEPTH = 64;

/** JSON merge patch (RFC 7396). */
function merged(target: unknown, patch: unknown, depth = 0): unknown {
  if (!isRecord(patch) || depth > MAX_DEPTH) return patch;
  const result = new Map(isRecord(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value, depth + 1));
  }
  return Object.fromEntries(result);
}

/** The source after `.argocd-source.yaml` and `.argocd-source-<application>.yaml`. Only how it is rendered can change. */
export async function withOverrides(
  source: AppSource,
  { path }: SourcePlace,
  { sighted, world }: { readonly sighted: SightedObject; readonly world: World },
): Promise<Outcome<AppSource>> {
  const { helm, kustomize, directory, plugin } = source;
  let tools: unknown = { helm, kustomize, directory, plugin };
  const name = sighted.object.metadata.name;
  for (const base of ['.argocd-source.yaml', `.argocd-source-${name}.yaml`]) {
    const file = joinInside('', path, base);
    const bytes = file === undefined || base.includes('/') || !world.files.isFile(file) ? undefined : await world.files.read(file);
    if (file === undefined || bytes === undefined) continue;
    const { values, problems } = checkYaml(new TextDecoder().decode(bytes));
    const [problem] = problems;
    if (problem !== undefined) {
      const { message, line, column } = problem;
      const at = { file, line, column };
      return {
        kind: 'failed',
        problems: [{ code: 'file-unreadable', message: `${file} is no YAML: ${message}`, hint: 'Correct it.', at }],
      };
    }
    tools = merged(tools, values[0] ?? {});
    const read = SourceTools.safeParse(tools);
    if (!read.success) return failed(sighted, `${file} does not fit: ${z.prettifyError(read.error)}`, `Correct ${file}.`);
  }
  const read = SourceTools.safeParse(tools);
  return read.success ? made({ ...source, ...read.data }) : made(source);
}
