// How long something took: by the clock, and by the processor's time of this process, which other work on the machine leaves alone.
import { percentile } from './places.ts'

export interface Spent {
  readonly clock: number
  readonly processor: number
}

export async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { clock: performance.now() - start, processor: (user + system) / 1_000 }
}

/** Median and 95th of a hundred. */
export const tell = (times: readonly Spent[]): string =>
  (['clock', 'processor'] as const)
    .map((by) => {
      const values = times.map((one) => one[by])
      return `p50 ${ms(percentile(values, 50))}, p95 ${ms(percentile(values, 95))} by the ${by}`
    })
    .join('; ')

const ms = (value: number): string => (value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`)
