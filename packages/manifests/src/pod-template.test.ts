// Are the pods and images of all workloads found?
import { describe, expect, it } from 'vitest';
import { objectOf } from '../test/objects.ts';
import { valueAt } from './json-pointer.ts';
import { imagesOf, podTemplateOf } from './pod-template.ts';

const pod = 'spec: {initContainers: [{image: a}, {name: none}], containers: [{image: b}], ephemeralContainers: [{image: c}]}';
const template = `{metadata: {labels: {x: "1"}}, ${pod}}`;

describe('podTemplateOf and imagesOf', () => {
  it.each([
    ['v1', 'Pod', pod, ''],
    ['v1', 'PodTemplate', `template: ${template}`, '/template'],
    ['v1', 'ReplicationController', `spec: {template: ${template}}`, '/spec/template'],
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => [
      'apps/v1',
      kind,
      `spec: {template: ${template}}`,
      '/spec/template',
    ]),
    ['batch/v1', 'Job', `spec: {template: ${template}}`, '/spec/template'],
    ['batch/v1', 'CronJob', `spec: {jobTemplate: {spec: {template: ${template}}}}`, '/spec/jobTemplate/spec/template'],
    ['extensions/v1beta1', 'Deployment', `spec: {template: ${template}}`, '/spec/template'],
  ])('%s %s', (apiVersion, kind, body, pointer) => {
    const object = objectOf(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}, ${body}}`);
    expect(podTemplateOf(object)?.pointer).toBe(pointer);
    expect(imagesOf(object).map(({ image }) => image)).toEqual(['a', 'b', 'c']);
    for (const use of imagesOf(object)) expect(valueAt(object, use.pointer)).toBe(use.image);
  });

  it.each([
    ['x.io/v1', 'Deployment', `spec: {template: ${template}}`],
    ['apps/v1', 'Deployment', 'spec: {template: null}'],
    ['v1', 'Pod', 'spec: {containers: {image: a}}'],
    ['v1', 'Pod', 'spec: {containers: [1, {image: 2}]}'],
  ])('%s %s with %s runs none', (apiVersion, kind, body) => {
    expect(imagesOf(objectOf(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}, ${body}}`))).toEqual([]);
  });
});
