// Do we read the YAML of real repositories as Kubernetes and kustomize read it?
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { realFiles } from '@fairway/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askReference } from '../test/reference-reader.ts';
import { deepEqual } from './diff/deep-equal.ts';
import { diffManifests } from './diff/diff-manifests.ts';
import { parseManifests } from './parse-manifests.ts';
import { readYaml } from './read-yaml.ts';
import { splitDocuments } from './split-documents.ts';
import { stableYaml } from './stable-yaml.ts';

const corpus = process.env.FAIRWAY_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus');

const files = readdirSync(corpus, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()
  .map((path) => ({ path: relative(corpus, path), text: readFileSync(path, 'utf8') }));

function ours(text: string): unknown {
  try {
    return readYaml(text).values[0] ?? null;
  } catch {
    return 'refused';
  }
}

/** The test command hands the pinned programs over by these variables. */
const PROGRAMS = { kustomize: process.env['FAIRWAY_KUSTOMIZE'] ?? 'kustomize', helm: process.env['FAIRWAY_HELM'] ?? 'helm' };

describe('the corpus', () => {
  it('has files', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it('is read, document by document, as sigs.k8s.io/yaml reads it', () => {
    const documents = files.flatMap(({ path, text }) => [...splitDocuments(text)].map((document) => ({ path, ...document })));
    const answers = askReference(documents.map(({ text }) => text));
    const wrong = documents.flatMap(({ path, line, text }, at) => {
      const answer = answers[at] ?? {};
      const theirs = answer.json === undefined || answer.strict !== undefined ? 'refused' : JSON.parse(answer.json);
      return deepEqual(ours(text), theirs) ? [] : [`${path}:${line} ${answer.error ?? answer.strict ?? ''}`];
    });
    console.log(
      `${files.length} files, ${documents.length} documents, ${answers.filter(({ error }) => error !== undefined).length} refused by both`,
    );
    expect(wrong).toEqual([]);
  });

  it('is read alike even when it is damaged, wherever both readers accept it', () => {
    const documents = files.flatMap(({ text }) => [...splitDocuments(text)].map((part) => part.text)).filter((text) => text.length < 3000);
    const bits = [
      '\t',
      ' ',
      '\n',
      '#',
      ': ',
      '- ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '&a ',
      '*a',
      '!x ',
      '? ',
      '\\',
      '\r\n',
      'é',
      '<<: ',
      '~',
      '',
    ];
    const damage = fc.tuple(fc.nat(documents.length - 1), fc.nat(10_000), fc.constantFrom(...bits), fc.nat(2));
    const texts = fc.sample(damage, { numRuns: 6000, seed: 4 }).map(([index, place, bit, cut]) => {
      const text = documents[index] ?? '';
      const at = place % (text.length + 1);
      return text.slice(0, at) + bit + text.slice(at + cut);
    });
    const answers = askReference(texts);
    const both = texts.flatMap((text, at) => {
      const [mine, { json, strict }] = [ours(text), answers[at] ?? {}];
      return mine === 'refused' || json === undefined || strict !== undefined ? [] : [{ text, mine, theirs: JSON.parse(json) }];
    });
    console.log(`${both.length} of ${texts.length} damaged documents accepted by both`);
    expect(both.length).toBeGreaterThan(1000);
    expect(both.filter(({ mine, theirs }) => !deepEqual(mine, theirs))).toEqual([]);
  });

  it('comes out of kustomize as the objects that we read', { timeout: 300_000 }, () => {
    let built = 0;
    const wrong = files.flatMap(({ path, text }) => {
      const { objects, problems } = parseManifests(text);
      if (objects.length === 0 || problems.length > 0) return [];
      using directory = realFiles({ 'kustomization.yaml': 'resources: [input.yaml]\n', 'input.yaml': text }, PROGRAMS);
      const { exitCode, stdout } = directory.kustomize('.');
      if (exitCode !== 0) return [];
      built += 1;
      const printed = parseManifests(stdout);
      return printed.problems.length === 0 &&
        diffManifests(objects, printed.objects).length === 0 &&
        printed.objects.length === objects.length
        ? []
        : [path];
    });
    console.log(`${built} files built by kustomize and compared`);
    expect(built).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it('keeps every object through stableYaml', () => {
    const objects = files.flatMap(({ text }) => parseManifests(text).objects);
    const changed = objects.filter((object) => !deepEqual(readYaml(stableYaml(object)).values[0], object));
    console.log(`${objects.length} objects`);
    expect(changed).toEqual([]);
  });
});
