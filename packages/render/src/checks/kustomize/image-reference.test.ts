// Oracle: the real kustomize, which gets every reference and every entry in one build.
import { expect, it } from 'vitest';
import { builtContext } from '../../../test/check-context.ts';
import { type ImageEntry, imageMatcher, joinImage, rewriteImage, splitImage } from './image-reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGES = [
  'web',
  'web:1',
  `web@${DIGEST}`,
  `web:1@${DIGEST}`,
  'reg.example:5000/web',
  'reg.example:5000/web:1',
  `reg.example:5000/a/web:1@${DIGEST}`,
  'webb:1',
  'a/web:1',
];
const ENTRIES: readonly Partial<ImageEntry>[] = [
  { newTag: '2' },
  { newName: 'other/web' },
  { digest: DIGEST },
  { newTag: '2', digest: DIGEST },
  { tagSuffix: '-x' },
  { newName: 'reg.example:5000/other', newTag: `3@${DIGEST}` },
];
const NAMES = ['web', 'reg.example:5000/web', 'reg.example:5000/a/web', '.*', 'w.b', 'a/web'];

const cron = (image: string, index: number): string =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: job-${index} }\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: main, image: "${image}" }] } } } } }\n`;

it('takes references apart and puts them together again', () => {
  for (const image of IMAGES) expect(joinImage(splitImage(image))).toBe(image);
  expect(splitImage(`reg.example:5000/a/web:1@${DIGEST}`)).toEqual({ name: 'reg.example:5000/a/web', tag: '1', digest: DIGEST });
});

it.each(ENTRIES.flatMap((parts) => NAMES.map((name) => [JSON.stringify({ name, ...parts }), name, parts] as const)))(
  'rewrites like kustomize: %s',
  (json, name, parts) => {
    const files = {
      'app/kustomization.yaml': `resources: [jobs.yaml]\nimages: [${json}]\n`,
      'app/jobs.yaml': IMAGES.map(cron).join('---\n'),
    };
    const { printed } = builtContext(files);
    const entry: ImageEntry = { name, newName: undefined, newTag: undefined, tagSuffix: undefined, digest: undefined, ...parts };
    const matches = imageMatcher(entry);
    const ours = IMAGES.map((image) => (matches?.(image) ? rewriteImage(image, entry) : image));
    expect([...printed.matchAll(/image: (\S+)/g)].map((match) => match[1])).toEqual(ours);
  },
);

it('does not judge a name that is no pattern', () => {
  expect(imageMatcher({ name: 'a(b', newName: undefined, newTag: '1', tagSuffix: undefined, digest: undefined })).toBeUndefined();
});
