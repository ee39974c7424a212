// A start after half a year of history: ready before anybody on call would notice, on both journals. The full size is in bench/restart.ts.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { fillJournal, rawTopic } from '../support/fill.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'

const events = Number(process.env.LASTCOPY_HISTORY ?? 4_000)
const bound = 20_000

describe.each(['sqlite', 'kafka'] as const)(`${events} events of 180 days, with the journal in %s`, (kind) => {
  let broker: Broker | undefined
  let service: ServiceProcess
  /** How long a start takes on this machine, as busy as it is, where there is nothing to remember. */
  let floor = 0

  beforeAll(async () => {
    broker = kind === 'kafka' ? await startBroker() : undefined
    const brokers = [broker?.address ?? '']
    service = await makeService({
      journal: kind === 'sqlite' ? { kind, path: 'journal.db' } : { kind, replication: 1, partitions: 2 },
      ...(broker ? { kafka: { brokers } } : {}),
      topics: { [rawTopic]: 'aws.cloudtrail' },
    })
    const journal =
      kind === 'sqlite'
        ? sqliteJournal({ path: join(service.folder, 'journal.db') })
        : kafkaJournal({
            kafka: { brokers, clientId: 'test', groupPrefix: 'lastcopy' },
            prefix: '',
            partitions: 2,
            replication: 1,
            raw: [rawTopic],
          })
    await journal.open()
    await fillJournal(journal, events, () => undefined)
    await journal.close()
    const empty = await makeService({ journal: { kind: 'sqlite' } })
    floor = await startOf(empty)
    await empty.clean()
  })
  const startOf = async (one: ServiceProcess): Promise<number> => {
    const started = Date.now()
    await one.start()
    await one.ready(120_000)
    return Date.now() - started
  }
  afterAll(async () => {
    await service?.clean()
    await broker?.stop()
  })

  test('is ready in less than 20 seconds, and remembers', async () => {
    expect((await startOf(service)) - floor).toBeLessThan(bound)
    const { counts } = (await (await fetch(`${service.url}/api/state?limit=1`)).json()) as {
      readonly counts: Readonly<Record<string, number>>
    }
    // One in six events is of a kind that detection already knows; what is seen is forgotten after thirty days.
    expect(counts.seen).toBeGreaterThan(events / 10)
    expect(counts.setting).toBeGreaterThan(50)
  })
})
