// `npm run bench:elastalert`: Lastcopy beside elastalert2 over the same records, the same node, the same five rules.
// How long from record to page, what is missed, what is paged twice, what it costs; both are killed halfway. Loopback only.
import { setTimeout as wait } from 'node:timers/promises'
import { loadRecord } from '../load.ts'
import { percentile, rawTopic } from '../places.ts'
import { act, actorOf } from './attack.ts'
import { processorOf } from './pager.ts'
import { openScene, type Scene } from './scene.ts'

const perSecond = 100
const seconds = Math.min(600, Number(process.env.BENCH_SECONDS ?? 100))
/** One act in so many seconds; every tenth is told twenty minutes late, as trails do on their bad days. */
const actEvery = 4
const late = (number: number): boolean => number % 10 === 4
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const scene: Scene = await openScene()
const { node, place, documents, calls, service, peers } = scene
const spent = { ours: 0, minute: 0, second: 0 }

try {
  await service.start()
  await service.ready()
  for (const peer of Object.values(peers)) peer.start()
  await wait(10_000)
  const sentAt = await traffic()
  await wait(75_000)
  count()
  say(
    `${sentAt.size} acts of five kinds in ${seconds} s among ${perSecond} records/s of everyday traffic; all killed (SIGKILL) after ${seconds / 2} s and started again`,
  )
  say(`every tenth of them told 20 minutes late; a rule of elastalert2 looks back 15, as in its example`)
  tell('Lastcopy', 'ours', sentAt)
  tell('elastalert2, run_every 1 minute (its example)', 'minute', sentAt)
  tell('elastalert2, run_every 1 second', 'second', sentAt)
} finally {
  await scene.close()
}

/** The same records to Kafka and, as a site's shipper would, to the node. @returns when each act was told */
async function traffic(): Promise<ReadonlyMap<string, number>> {
  const sentAt = new Map<string, number>()
  const started = performance.now()
  let killed = false
  let sent = 0
  let acts = 0
  while (performance.now() - started < seconds * 1_000) {
    const elapsed = (performance.now() - started) / 1_000
    if (!killed && elapsed > seconds / 2) {
      killed = true
      void killAll()
    }
    const due = Math.floor(elapsed * perSecond)
    const records = Array.from({ length: due - sent }, (_, index) => loadRecord(sent + index, Date.now()))
    sent = due
    if (elapsed > acts * actEvery + 1) {
      const now = Date.now()
      records.push(JSON.stringify(act(acts, late(acts) ? now - 1_200_000 : now)))
      sentAt.set(actorOf(acts), now)
      acts += 1
    }
    await Promise.all([toKafka(records), toNode(records)])
    await wait(Math.max(0, 100 - (performance.now() - started - elapsed * 1_000)))
  }
  return sentAt
}

async function toKafka(records: readonly string[]): Promise<void> {
  await place.producer.send({ topic: rawTopic, messages: records.map((value) => ({ value })), acks: -1 })
}

async function toNode(records: readonly string[]): Promise<void> {
  if (records.length === 0) return
  const lines = await Promise.all(records.map(async (record) => JSON.stringify(await documents.of(record))))
  const answer = await fetch(`${node.url}/events/_bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `{"create":{}}\n${line}\n`).join(''),
  })
  const { errors, items } = (await answer.json()) as { readonly errors: boolean; readonly items: readonly unknown[] }
  if (errors) throw new Error(`the node refused: ${JSON.stringify(items).slice(0, 500)}`)
}

async function killAll(): Promise<void> {
  count()
  await Promise.all([service.kill(), peers.minute.kill(), peers.second.kill()])
  await wait(3_000)
  for (const peer of Object.values(peers)) peer.start()
  await service.start()
}

/** Adds what the running processes used; called before they end. */
function count(): void {
  spent.ours += processorOf(service.pid())
  spent.minute += processorOf(peers.minute.pid())
  spent.second += processorOf(peers.second.pid())
}

function tell(name: string, which: keyof typeof calls, sentAt: ReadonlyMap<string, number>): void {
  const took = [...sentAt].flatMap(([actor, at]) => {
    const [first] = calls[which].of.get(actor) ?? []
    return first === undefined ? [] : [first - at]
  })
  const rings = [...calls[which].of.values()].reduce((sum, { length }) => sum + length, 0)
  const time =
    took.length === 0 ? 'never' : [50, 90, 100].map((p) => (percentile(took, p) / 1_000).toFixed(2)).join(' / ')
  say(
    `${name}: record to page p50 / p90 / slowest ${time} s; missed ${sentAt.size - took.length}; paged again ${rings - took.length}; processor ${spent[which].toFixed(1)} s`,
  )
  if (which === 'ours' && (took.length < sentAt.size || rings > took.length)) process.exitCode = 1
}
