// What does this package offer?
export * from './finish-finding.ts';
export * from './generated-name.ts';
export * from './identity.ts';
export * from './image-reference.ts';
export * from './json-pointer.ts';
export * from './list-types.ts';
export * from './locate.ts';
export * from './model.ts';
export * from './parse-manifests.ts';
export * from './pod-template.ts';
export * from './positioned-document.ts';
export * from './read-yaml.ts';
export * from './redact-secrets.ts';
export * from './scope-of.ts';
export * from './selector.ts';
export * from './stable-yaml.ts';
export { YamlSyntaxError } from './yaml-error.ts';
