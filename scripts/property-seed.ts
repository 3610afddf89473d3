// With which random numbers do property tests run? The same ones each time, so that a red gate is about the change; FAIRWAY_SEED=random explores.
import fc from 'fast-check';

const wish = process.env['FAIRWAY_SEED'] ?? '20261122';
if (wish !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wish) });
