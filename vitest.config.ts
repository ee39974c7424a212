import { defineConfig } from 'vitest/config'

const service = ['test/journeys/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: service, testTimeout: 20_000 } },
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
