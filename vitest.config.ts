import { defineConfig } from 'vitest/config'

const service = ['test/journeys/**/*.test.ts', 'test/chaos/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      // One worker a core: vitest leaves a core to others, which is half of two.
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: service,
          testTimeout: 60_000,
          maxWorkers: '100%',
          isolate: false,
        },
      },
      {
        test: {
          name: 'journeys',
          include: service,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
