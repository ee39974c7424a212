// Several processes, a stage each, on Kafka and Elasticsearch, while everything breaks that can: the same alerts and the same pages
// as of one process that nobody disturbed, nobody woken twice. Each way to break once; `npm run chaos` goes on for as long as it is told.
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { auditVerifier } from '../../src/people/verify.ts'
import type { ProxyMood } from '../support/elasticsearch-proxy.ts'
import { alertOf } from '../support/records.ts'
import { until } from '../support/until.ts'
import { long, seeded } from './extent.ts'
import { type Ground, openGround } from './ground.ts'
import { type Installation, onGround, type Process } from './site.ts'
import { intoKafka, stories, type Tell } from './stories.ts'

// A machine that is busy with other things takes its time, and must not fail for that.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

let ground: Ground
let site: Installation
let line: Record<'normalize' | 'detect' | 'page' | 'console', Process>
let tell: Tell
const told = stories()
const all = (): readonly Process[] => Object.values(line)
/** A group waits so long for a member that is gone before it gives its partitions to others. */
const session = 10_000

beforeAll(async () => {
  ground = await openGround()
  tell = intoKafka(ground)
  site = await onGround(ground, 'busy')
  line = {
    normalize: await site.process(['intake', 'normalize']),
    detect: await site.process(['detect']),
    page: await site.process(['page']),
    console: await site.process(['project', 'console']),
  }
  await Promise.all(all().map((process) => process.start()))
  await Promise.all(all().map((process) => process.ready()))
})
afterAll(async () => {
  await site?.stop()
  await ground?.stop()
})

const paged = (): number => site.pagerDuty.incidents().size
/** Every story so far has its page. */
const allPaged = (within = 180_000): Promise<number> => until(paged, (seen) => seen >= told.told(), within)

/** Each is stood through while stories stream in, and leaves everything running. */
const disturbances: Readonly<Record<string, (random: () => number) => Promise<void>>> = {
  async 'every role is killed'(random) {
    for (const process of all()) {
      await wait(random() * 2_000)
      await process.kill()
      await process.start()
    }
  },
  async 'processes join, one of them is killed and the other leaves'(random) {
    const [one, other] = [await site.process(), await site.process(['detect', 'page'])]
    await Promise.all([one.start(), other.start()])
    await one.ready()
    await wait(random() * 3_000)
    await one.kill()
    await wait(random() * 3_000)
    await other.stop()
  },
  async 'owners are paused past their session, and come back as zombies'(random) {
    const heir = await site.process(['detect', 'page'])
    await heir.start()
    for (const process of [line.detect, line.page]) process.signal('SIGSTOP')
    await wait(session + 2_000 + random() * 4_000)
    await allPaged()
    for (const process of [line.detect, line.page]) process.signal('SIGCONT')
    await wait(2_000)
    await heir.stop()
  },
  async 'the broker is gone for a while'() {
    await ground.broker.kill()
    // Longer than a client may be silent before it is started anew, which then finds nobody.
    await wait(65_000)
    await ground.broker.start()
  },
  async 'the pager is slow, then busy, and drops a connection after it took a page'() {
    for (const mood of ['drip', 'throttle', 'reset-after-accept'] as const) {
      site.pagerDuty.mood = mood
      await wait(2_000)
    }
    site.pagerDuty.mood = 'accept'
  },
  async 'clocks are stepped, ahead and back'() {
    for (const [hours, held] of [
      [3, 2_000],
      // What counts from one moment to the next would now count to three hours from now.
      [-3, session + 2_000],
      [0, 2_000],
    ] as const) {
      for (const process of all()) process.hand({ clock: hours * 3_600_000 })
      await wait(held)
    }
  },
}

const stoodThrough = async (name: string, random: () => number): Promise<void> => {
  const stream = told.stream(tell)
  try {
    await disturbances[name]?.(random)
  } finally {
    await stream.stop()
  }
  await allPaged()
  await acknowledgeOne()
}

const triggered = (): readonly string[] =>
  site.pagerDuty.events
    .filter(({ event_action }) => event_action === 'trigger')
    .map(({ links }) => alertOf(links?.[0]?.href))

/** What somebody did must outlive what comes next as well. */
const acknowledged: string[] = []
async function acknowledgeOne(): Promise<void> {
  const id = triggered().at(-1) ?? ''
  await until(
    async () => {
      const asked = fetch(`${line.console.url}/api/alerts/${id}/ack`, { method: 'POST' })
      return asked.then(({ status }) => status).catch(String)
    },
    (answer) => answer === 202,
    120_000,
  )
  acknowledged.push(id)
}

test.each(Object.keys(disturbances))('every story is paged while %s', async (name) => {
  await stoodThrough(name, seeded(name.length))
})

test('every story of half an hour is paged while the store is down, busy and unavailable', async () => {
  const moods: readonly ProxyMood[] = ['down', 'busy', 'unavailable', 'hang']
  const [turns, step] = [2, (30 * 60_000) / (moods.length * 2)]
  const begin = Date.now() - 30 * 60_000
  let turn = 0
  for (const mood of moods) {
    ground.proxy.mood = mood
    await told.tell(tell, turns, () => begin + turn++ * step)
    await allPaged()
    await until(
      async () => (await (await fetch(`${line.console.url}/readyz`)).json()) as Readiness,
      ({ stages }) => stages.some(({ name, reason }) => name === 'project' && reason !== undefined),
    )
  }
  ground.proxy.mood = 'pass'
})

if (long > 0)
  test(`everything again, at random, for ${long} minutes`, { timeout: (long + 10) * 60_000 }, async () => {
    const random = seeded(Number(process.env.LASTCOPY_SEED ?? 20_261))
    const names = Object.keys(disturbances)
    for (const end = Date.now() + long * 60_000; Date.now() < end; ) {
      const name = names[Math.floor(random() * names.length)] ?? ''
      console.info(new Date().toISOString(), name, told.told(), 'stories')
      await stoodThrough(name, random)
    }
  })

interface Readiness {
  readonly stages: readonly { readonly name: string; readonly reason?: string }[]
}

test('alerts, pages and dead letters are those of one process that nobody disturbed', async () => {
  const outcome = await site.outcome(told.told(), line.console, line.normalize, line.detect, line.page)
  const calm = await onGround(ground, 'calm')
  try {
    const alone = await calm.process()
    await alone.start()
    const wanted = await calm.outcome(told.told(), alone)
    expect(wanted.incidents).toHaveLength(told.told())
    expect(outcome).toEqual(wanted)
  } finally {
    await calm.stop()
  }
  expect(new Set(triggered()).size).toBe(told.told())
  for (const id of acknowledged) {
    const answer = await fetch(`${line.console.url}/api/alerts/${id}`)
    expect(await answer.json()).toMatchObject({ alert: { id, status: 'acknowledged' } })
  }
})

test('a person is erased from it all, and the chain of the audit log still holds', async () => {
  const [id = ''] = acknowledged
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${line.console.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const code = [...line.console.log().matchAll(/"code":"([A-Z0-9-]+)"/g)].at(-1)?.[1]
  const made = await post('/api/first-run', { code, name: 'ann', password: 'a long word for ann' })
  const { session } = (await made.json()) as { readonly session: string }
  headers.authorization = `Bearer ${session}`
  const alert = async () => {
    const answer = await fetch(`${line.console.url}/api/alerts/${id}`, { headers })
    return ((await answer.json()) as { readonly alert: Alert }).alert
  }
  const { actor } = await alert()
  const name = actor.name
  const closed = { disposition: 'false-positive', text: `${name} says it was a mistake` }
  expect((await post(`/api/alerts/${id}/close`, closed)).status).toBe(202)
  await until(alert, ({ status }) => status === 'closed', 60_000)
  await line.console.ready()
  const erased = await post('/api/erasures', { names: [name] })
  const { pseudonym, ...counts } = (await erased.json()) as Record<string, unknown>
  expect(counts).toMatchObject({ alerts: 1, standing: [], entries: 1 })
  expect((await alert()).actor.name).toBe(pseudonym)

  const entries = await until(
    async () => (await (await fetch(`${line.console.url}/api/audit`, { headers })).text()).trim().split('\n'),
    (lines) => lines.some((entry) => entry.includes('"personal-data-erased"')),
    60_000,
  )
  const verifier = auditVerifier()
  const findings = entries.flatMap((entry) => verifier.take(JSON.parse(entry)))
  expect([...findings, ...verifier.end().findings]).toEqual([])
  expect(entries.filter((entry) => entry.includes(name))).toEqual([])
})
