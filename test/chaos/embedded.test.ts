// One process with the embedded journal and store, killed, out of disk and short of pages while shippers send: what was taken is
// kept, and alerts, pages and dead letters are those of a process that nobody disturbed.
import { spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { until } from '../support/until.ts'
import { kills, seeded } from './extent.ts'
import { embedded, type Installation, type Process } from './site.ts'
import { intake, type Shipper, stories } from './stories.ts'

// A machine that is busy with other things takes its time, and must not fail for that.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

let busy: Installation
let process: Process
let shipper: Shipper
const told = stories()

beforeAll(async () => {
  busy = await embedded()
  process = await busy.process()
  await process.start()
  shipper = intake(() => process.url)
})
afterAll(() => busy?.stop())

const allPaged = (): Promise<number> =>
  until(
    () => busy.pagerDuty.incidents().size,
    (seen) => seen >= told.told(),
    180_000,
  )

/** While it holds a service can write nothing; records are refused, and sent again. */
async function whileRefusing(begin: () => void, end: () => void): Promise<void> {
  const stream = told.stream(shipper.tell)
  try {
    await wait(1_000)
    begin()
    const before = shipper.refused()
    await until(shipper.refused, (seen) => seen > before + 3, 90_000)
    await until(
      async () => (await fetch(`${process.url}/readyz`)).status,
      (status) => status === 503,
      90_000,
    )
  } finally {
    end()
    await stream.stop()
  }
  await allPaged()
  await process.ready()
}

test(`every story is paged while the process is killed ${kills} times`, async () => {
  const random = seeded(Number(globalThis.process.env.LASTCOPY_SEED ?? 20_261))
  const stream = told.stream(shipper.tell)
  for (let kill = 0; kill < kills; kill += 1) {
    // Some fall into the start, some into the stream, some into a page's delivery.
    await wait(random() * 2_500)
    await process.kill()
    await process.start()
  }
  await stream.stop()
  await allPaged()
})

test('every story is paged when a disk that was full has room again', async () => {
  const limit = (bytes: string): void => {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(process.pid()), `--fsize=${bytes}:`])
    if (status !== 0) throw new Error(`prlimit is needed (util-linux): ${stderr}`)
  }
  await whileRefusing(
    () => limit('4096'),
    () => limit('unlimited'),
  )
})

test('every story is paged when a database that was at its largest may grow again', async () => {
  await whileRefusing(
    () => process.hand({ pages: 1 }),
    () => process.hand({ pages: 0 }),
  )
})

test('every story is paged while the clock is stepped, ahead and back', async () => {
  const stream = told.stream(shipper.tell)
  for (const hours of [3, -3, 0]) {
    process.hand({ clock: hours * 3_600_000 })
    await wait(3_000)
  }
  await stream.stop()
  await allPaged()
})

test('alerts, pages and dead letters are those of a process that nobody disturbed', async () => {
  const outcome = await busy.outcome(told.told(), process)
  const calm = await embedded()
  try {
    const alone = await calm.process()
    await alone.start()
    await shipper.again(alone.url)
    const wanted = await calm.outcome(told.told(), alone)
    expect(wanted.incidents).toHaveLength(told.told())
    expect(outcome).toEqual(wanted)
  } finally {
    await calm.stop()
  }
})
