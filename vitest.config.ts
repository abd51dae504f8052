import { defineConfig } from 'vitest/config'

/**
 * `unit` lies beside the code; `system` starts the real program or PostgreSQL; `e2e` needs Chromium; `clients` the real OpenLineage
 * clients. `npm test` runs them all and says what it left out; `npx vitest run --project unit` is the quick one.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'tools/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'system', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**', 'test/clients/**'], testTimeout: 240_000 },
      },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 600_000 } },
      { extends: true, test: { name: 'clients', include: ['test/clients/**/*.test.ts'], testTimeout: 300_000, fileParallelism: false } },
    ],
  },
})
