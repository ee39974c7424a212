// `npm run bench:events [-- elasticsearch | FILE]`: how long a search takes among many events; EVENTS says how many, 5,000,000
// without. A FILE is kept, and not filled again where it is there.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventQuery, EventStore } from '../src/model/store.ts'
import type { EventRecord } from '../src/model/wire.ts'
import { elasticsearchStore } from '../src/store/elasticsearch/store.ts'
import { sqliteEvents } from '../src/store/events.ts'
import { startNode } from '../test/services/elasticsearch.ts'
import { type Spent, spent, tell } from './spent.ts'

const events = Number(process.env.EVENTS ?? 5_000_000)
const rounds = 20
const step = 2_000
const everyMs = 3_000
const begin = Date.UTC(2026, 0, 1)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const acts = [
  ['recovery-point-deleted', 'DeleteRecoveryPoint'],
  ['retention-changed', 'PutBucketLifecycleConfiguration'],
  ['recovery-point-created', 'StartBackupJob'],
  ['admin-added', 'AttachUserPolicy'],
  ['key-used', 'Decrypt'],
] as const

/** The same each time: 701 people, 5,000 buckets, 25,000 addresses, an id of its own. */
function record(n: number): EventRecord {
  const at = new Date(begin + n * everyMs).toISOString()
  const actor = `person${n % 701}`
  const bucket = `backup-${n % 5_000}`
  const [action, code] = acts[n % acts.length] ?? acts[0]
  const address = `198.51.${n % 100}.${n % 251}`
  const id = `${(n * 2_654_435_761) % 4_294_967_296}-${n}`
  const original = JSON.stringify({
    eventID: id,
    eventName: code,
    eventTime: at,
    sourceIPAddress: address,
    requestParameters: { bucketName: bucket },
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${actor}`, accountId: '111122223333' },
  })
  return {
    type: 'event',
    ref: { source: 'aws.cloudtrail', position: `audit.aws.cloudtrail-0@${n}`, at },
    event: {
      '@timestamp': at,
      message: `${code} on ${bucket}`,
      event: {
        id,
        action,
        code,
        provider: 's3.amazonaws.com',
        outcome: n % 50 === 0 ? 'failure' : 'success',
        kind: 'event',
        category: ['configuration'],
        type: ['change'],
        dataset: 'aws.cloudtrail',
        module: 'aws',
        original,
      },
      source: { ip: address },
      user: { name: actor },
      user_agent: { original: 'aws-cli/2.17.0' },
      cloud: { account: { id: `1111${n % 40}` }, region: 'eu-central-1' },
      backup: {
        platform: 'aws.s3',
        actor: { id: `arn:aws:iam::111122223333:user/${actor}`, name: actor, kind: 'person' },
        resource: { type: 'bucket', id: `arn:aws:s3:::${bucket}`, name: bucket },
      },
    },
  }
}

const middle = events >> 1
const day = (n: number): string => new Date(begin + n * everyMs).toISOString()

/** In each round another value, so that nothing is answered from before. */
const queries: Readonly<Record<string, (round: number) => EventQuery>> = {
  'everything, newest': () => ({ limit: 50 }),
  'one id': (n) => ({ limit: 50, text: record(middle + n * 7).event.event.id }),
  'an actor': (n) => ({ limit: 50, text: `actor:person${n * 31}` }),
  'an address': (n) => ({ limit: 50, text: `address:198.51.${n}.${n + 100}` }),
  'a copy by its whole name': (n) => ({ limit: 50, text: `copy:arn:aws:s3:::backup-${n * 211}` }),
  'a word that all have': () => ({ limit: 50, text: 'configuration' }),
  'a word that a fifth has': () => ({ limit: 50, text: 'recovery' }),
  'an actor and a word that all have': (n) => ({ limit: 50, text: `person${n * 17} backup eu-central-1` }),
  'what was refused to an actor': (n) => ({ limit: 50, text: `actor:person${n * 23} outcome:failure` }),
  'two words that hardly meet': (n) => ({ limit: 50, text: `person${n * 13} backup-${n * 13 + 1}` }),
  'a day of an actor': (n) => ({
    limit: 50,
    text: `person${n * 29}`,
    from: day(middle + n),
    to: day(middle + n + 28_800),
  }),
  'nothing found': (n) => ({ limit: 50, text: `nobody${n}` }),
}

async function fill(store: EventStore): Promise<void> {
  const filled = performance.now()
  for (let from = 0; from < events; from += step) {
    await store.putEvents(Array.from({ length: Math.min(step, events - from) }, (_, n) => record(from + n)))
    if (from > 0 && from % 500_000 === 0) process.stderr.write(`${from} events\n`)
  }
  const seconds = (performance.now() - filled) / 1_000
  say(`${events} events written in ${Math.round(seconds)} s, ${Math.round(events / seconds)} a second`)
}

async function ask(store: EventStore): Promise<void> {
  const all: Spent[] = []
  for (const [name, query] of Object.entries(queries)) {
    const times: Spent[] = []
    for (let n = 0; n < rounds; n += 1) times.push(await spent(() => store.findEvents(query(n))))
    all.push(...times)
    say(`${name}: ${tell(times)}`)
  }
  say(`all: ${tell(all)}`)
}

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-bench-'))
try {
  if (process.argv.includes('elasticsearch')) {
    const node = await startNode('8.19.0', 'long')
    try {
      const store = elasticsearchStore({
        connection: { nodes: [node.url], timeout: 60_000 },
        store: { kind: 'elasticsearch', prefix: 'bench', events: true },
        onRefused: ({ reason }) => say(`refused: ${reason}`),
      })
      await fill(store)
      await fetch(`${node.url}/bench-events-*/_refresh`, { method: 'POST' })
      await ask(store)
      await store.close()
    } finally {
      await node.stop()
    }
  } else {
    const [, , file] = process.argv
    const filled = file !== undefined && existsSync(file)
    const store = sqliteEvents(file ?? join(folder, 'events.db'), events)
    if (!filled) await fill(store)
    await ask(store)
    await store.close()
  }
} finally {
  rmSync(folder, { recursive: true })
}
