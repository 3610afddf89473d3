// Does an ApplicationSet that finds thousands of directories end in time, and one that finds too many with a message?
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { argoRepository, configMap, type Files, rendered, told } from './reconciler-repositories.ts';
import { reportOf } from './run-cli.ts';

const AT = 'clusters/dev/bad.yaml:1';
const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: bad, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ git: { repoURL: "https://git.example/fleet", directories: [{ path: "many/*" }] } }]
  template:
    metadata: { name: "{{.path.basename}}" }
    spec:
      project: default
      destination: { server: "https://kubernetes.default.svc", namespace: apps }
      source: { repoURL: "https://git.example/fleet", path: "{{.path.path}}" }
`;

describe('a generator of many directories', () => {
  const many = (count: number): Files => ({
    ...argoRepository({ 'clusters/dev/bad.yaml': SET }),
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`many/d${index}/settings.yaml`, configMap(`d${index}`)])),
  });

  it('5,001 are all rendered', async () => {
    using repository = temporaryRepository(many(5001));
    const report = await reportOf(repository.directory, ['--no-verify-determinism']);
    expect(report).toMatchObject({ code: 0, verdict: 'pass' });
    expect(report.apps).toHaveLength(5003);
  }, 240_000);

  it('20,001 are refused', async () => {
    using repository = temporaryRepository(many(20_001));
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(told(report)).toMatch(
      new RegExp(
        `^dev/bad file-unreadable ${AT} ApplicationSet argocd/bad: it makes more than 20,000 Applications, 20001 of them from .* \\| Narrow`,
        'm',
      ),
    );
  }, 120_000);
});
