import { defineConfig } from 'vitest/config'

// What starts brokers, nodes and browsers; and what starts commands, listens, pages a server or waits for files.
const service = ['test/journeys/**/*.test.ts', 'test/chaos/**/*.test.ts']
const edges = ['cli', 'intake', 'promises', 'service', 'web'].map((room) => `test/${room}/**/*.test.ts`)

// kafkajs counts down to moments that have passed, and each is a warning.
const execArgv = ['--disable-warning=TimeoutNegativeWarning']

// One worker a core: vitest leaves a core to others, which is half of two.
const quick = { testTimeout: 60_000, maxWorkers: '100%', isolate: false, execArgv } as const

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...service, ...edges], ...quick } },
      { test: { name: 'edges', include: edges, ...quick } },
      {
        test: {
          name: 'journeys',
          include: service,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          execArgv,
        },
      },
    ],
  },
})
