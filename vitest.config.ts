// Which tests run where? `npm test`: everything but *.system.test.ts, which needs Debian programs (`npm run test:system`).
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const system = process.env.FAIRWAY_TEST_SET === 'system';
const corpus = process.env.FAIRWAY_TEST_SET === 'corpus';
const roots = '{packages/*,actions/*,templates,scripts,bench}';

export default defineConfig({
  test: {
    include: system ? [`${roots}/**/*.system.test.ts`] : corpus ? [`${roots}/**/*.corpus.test.ts`] : [`${roots}/**/*.test.ts`],
    exclude: [...configDefaults.exclude, '**/dist/**', ...(system || corpus ? [] : ['**/*.system.test.ts', '**/*.corpus.test.ts'])],
    setupFiles: ['./scripts/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most tests start programs. To fork one process that holds everything costs more than the test; many small ones also use all cores.
    pool: 'forks',
    maxWorkers: availableParallelism() + 1,
    reporters: process.env.FAIRWAY_TEST_REPORT ? ['default', ['json', { outputFile: process.env.FAIRWAY_TEST_REPORT }]] : ['default'],
  },
});
