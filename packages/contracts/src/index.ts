// What is published between the packages?
export * from './app-config.ts';
export * from './cluster-capabilities.ts';
export * from './cluster-identity.ts';
export * from './cluster-network.ts';
export * from './config.ts';
export * from './errors.ts';
export * from './exit-code.ts';
export * from './finding.ts';
export * from './graph.ts';
export * from './lock.ts';
export * from './ports.ts';
export * from './profile.ts';
export * from './published-schema.ts';
export * from './reconcilers-config.ts';
export * from './release.ts';
export * from './report.ts';
export * from './tools.ts';
