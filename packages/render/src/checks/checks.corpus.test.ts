// What do the checks say of manifests that nobody here wrote, and is it true? The real kustomize is asked.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { App } from '@fairway/environments';
import { lastingName, parseManifests, valueAt } from '@fairway/manifests';
import { memoryTree, type RealFiles } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { isSeq, parseDocument } from 'yaml';
import { appOf, real } from '../../test/check-context.ts';
import { computeClosures } from '../closure/index.ts';
import type { CheckContext } from '../model.ts';
import { checkRendering } from './index.ts';
import type { ObjectState } from './kustomize/object-state.ts';
import type { Step } from './kustomize/steps.ts';
import { traceOf } from './kustomize/trace.ts';
import { renderedIndex } from './rendered-index.ts';

const CORPUS = process.env.FAIRWAY_CORPUS ?? resolve(import.meta.dirname, '../../../../../shared/corpus');
const SETTINGS = { helmMajor: '4', loadRestrictor: 'none', kubeVersion: '1.36.0', apiVersions: [] } as const;

type Files = Readonly<Record<string, string>>;

const filesOf = (directory: string): Files =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path), readFileSync(path, 'utf8')]),
  );

const overlaysIn = (files: Files): readonly string[] =>
  Object.entries(files)
    .filter(([path, text]) => /(^|\/)kustomization\.ya?ml$/.test(path) && !/^kind: Component/m.test(text))
    .map(([path]) => path.replace(/\/?kustomization\.ya?ml$/, ''))
    .sort();

const build = (disk: RealFiles, overlay: string): string | undefined => {
  const { exitCode, stdout } = disk.kustomize(overlay === '' ? '.' : overlay, '--load-restrictor', 'LoadRestrictionsNone');
  return exitCode === 0 ? stdout : undefined;
};

const MARK = 'probe.example/mark';

/** Does an entry reach the output of the overlay? It, or a patch with its target just before it, is made to leave a mark on all that it meets. */
const leavesMark = (files: Files, overlay: string, step: EntryStep): boolean => {
  const path = step.pointer
    .slice(1)
    .split('/')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
  const document = parseDocument(files[step.file] ?? '');
  if (step.step === 'images') document.setIn([...path, 'newName'], MARK);
  else {
    const entries = document.getIn(path.slice(0, -1));
    if (!isSeq(entries)) throw new Error(`${step.file}#${step.pointer} is no list`);
    entries.items.splice(
      Number(path.at(-1)),
      0,
      document.createNode({ target: step.target, patch: `- { op: add, path: /probe, value: ${MARK} }` }),
    );
  }
  using disk = real({ ...files, [step.file]: document.toString() });
  const printed = build(disk, overlay);
  if (printed === undefined) throw new Error(`${overlay} does not build with a mark in ${step.file}#${step.pointer}`);
  return printed.includes(MARK);
};

interface Built {
  readonly overlay: string;
  readonly context: CheckContext;
  readonly printed: string;
}

const buildAll = async (files: Files): Promise<readonly Built[]> => {
  const apps: readonly App[] = overlaysIn(files).map((root) => ({ ...appOf({ root }), id: `none/${root}` }));
  const closures = await computeClosures(memoryTree(files), apps, { settings: () => SETTINGS });
  using disk = real(files);
  return apps.flatMap((app) => {
    const printed = build(disk, app.root);
    const closure = closures.get(app.id);
    if (printed === undefined || closure === undefined) return [];
    return [
      {
        overlay: app.root,
        printed,
        context: { app, objects: parseManifests(printed).objects, closure, read: (path) => files[path], crds: [] },
      },
    ];
  });
};

/** Only what kustomize reads: copies are made for each entry that is left out. */
const needed = (files: Files, context: CheckContext): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => context.closure.files.has(path)));

type EntryStep = Extract<Step, { readonly step: 'patch' | 'images' }>;

const entriesOf = (context: CheckContext): readonly EntryStep[] => {
  const steps = traceOf(context).steps.filter((step): step is EntryStep => step.step === 'patch' || step.step === 'images');
  return [...new Map(steps.map((step) => [`${step.file}#${step.pointer}`, step])).values()];
};

const UNMATCHED = ['patch-unmatched', 'images-unmatched', 'component-entry-unmatched'];

const folders = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => overlaysIn(filesOf(join(CORPUS, name))).length > 0)
  .sort();

const written = (object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}): string => `${object.apiVersion}/${object.kind}/${object.namespace ?? ''}/${lastingName(object)}`;

const rendered = (context: CheckContext): readonly string[] =>
  context.objects
    .map(({ apiVersion, kind, metadata }) => written({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace }))
    .sort();

const wrongImages = (context: CheckContext, object: ObjectState): readonly string[] => {
  const found = renderedIndex(context).of(object);
  return object.images.flatMap((slot) => {
    const field = slot.item === undefined ? slot.pointer : `${slot.list}/[name=${slot.item}]/image`;
    const value = valueAt(found, field);
    return !object.imagesCertain || value === slot.value ? [] : [`${object.name} ${field}: ${slot.value}, rendered ${String(value)}`];
  });
};

describe.each(folders)('%s', (folder) => {
  const files = filesOf(join(CORPUS, folder));
  const built = buildAll(files);

  it('is followed to the very objects and images that kustomize prints', async () => {
    for (const { overlay, context } of await built) {
      const trace = traceOf(context);
      if (trace.open) continue;
      expect([overlay, trace.objects.map(written).sort()]).toEqual([overlay, rendered(context)]);
      expect([overlay, trace.objects.flatMap((object) => wrongImages(context, object))]).toEqual([overlay, []]);
    }
  });

  it('has entries that met nothing where kustomize leaves no mark, and nowhere else', { timeout: 600_000 }, async () => {
    for (const { overlay, context } of await built) {
      const reported = checkRendering(context).filter((finding) => UNMATCHED.includes(finding.ruleId));
      const unmatched = entriesOf(context).filter((step) => step.matched === 0);
      expect([overlay, reported.length]).toEqual([overlay, unmatched.length]);
      for (const step of entriesOf(context)) {
        const marked = leavesMark(needed(files, context), overlay, step);
        expect([overlay, step.file, step.pointer, marked]).toEqual([overlay, step.file, step.pointer, !unmatched.includes(step)]);
      }
    }
  });

  it('gives the same findings in the same order each time', async () => {
    for (const { context } of await built) expect(checkRendering({ ...context })).toEqual(checkRendering(context));
  });
});

it('has overlays to look at', () => expect(folders.length).toBeGreaterThan(3));
