// A new release on the journal of an earlier one: what was remembered goes on, the store is made anew from the records, nobody is
// woken again. Beside a release that is one step ahead: what it adds is passed over. What a later format wrote is refused.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { afterEach, expect, test } from 'vitest'
import { recordFormat } from '../../src/journal/format.ts'
import { kafkaJournal } from '../../src/journal/kafka/journal.ts'
import { topics } from '../../src/model/wire.ts'
import { startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'
import { type Laid, layDown } from '../upgrade/journal-file.ts'
import { settings, stories } from '../upgrade/settings.ts'

const kept = (format: number): string => join(import.meta.dirname, `../upgrade/format-${format}.ndjson`)
let pagerDuty: PagerDutyServer | undefined
let service: ServiceProcess | undefined
afterEach(async () => {
  await service?.clean()
  await pagerDuty?.close()
})

async function upgraded(format: number, laid: Laid = {}): Promise<readonly [ServiceProcess, PagerDutyServer]> {
  pagerDuty = await startPagerDuty()
  service = await makeService(settings(pagerDuty.url))
  layDown(kept(format), join(service.folder, 'journal.db'), laid)
  return [service, pagerDuty]
}

const alertsOf = async ({ url }: ServiceProcess): Promise<readonly string[]> => {
  const answer = await fetch(`${url}/api/alerts?limit=50&priority=page-now`)
  const { alerts } = (await answer.json()) as { readonly alerts: readonly { readonly id: string }[] }
  return alerts.map(({ id }) => id).sort()
}

/** What a release one step ahead adds: a field everywhere, and records of a kind that is not known yet. */
const ahead: Laid = {
  change: (value) => ({ ...value, 'added-later': { deep: [1, 2, 3] } }),
  more: [topics.events, topics.alerts, topics.people, topics.deadLetter].map((topic) => ({
    topic,
    value: { type: 'added-later', at: new Date().toISOString() },
  })),
}

test.each<[string, number, Laid]>([
  ...Array.from({ length: recordFormat }, (_, before): [string, number, Laid] => [
    `of format ${before + 1}`,
    before + 1,
    {},
  ]),
  ['that a release one step ahead has written into', recordFormat, ahead],
])('a journal %s goes on: nobody is woken again, and what had begun completes', async (_, format, laid) => {
  const [running, pager] = await upgraded(format, laid)
  await running.start()
  await running.ready()
  const before = await until(
    () => alertsOf(running),
    (alerts) => alerts.length === stories.incidents,
  )
  expect(pager.events).toEqual([])
  const body = stories.rest(Date.now()).map((record) => JSON.stringify(record))
  await fetch(`${running.url}/intake/aws.cloudtrail`, { method: 'POST', body: body.join('\n') })
  await until(
    () => pager.incidents().size,
    (incidents) => incidents === 1,
  )
  await running.ready()
  const after = await until(
    () => alertsOf(running),
    (alerts) => alerts.length === stories.incidents + 1,
  )
  expect(after).toEqual(expect.arrayContaining([...before]))
  expect(pager.events[0]?.payload?.summary).toContain('intruder-7')

  // The store is a picture of the journal: without it, it is made anew.
  await running.stop()
  for (const end of ['', '-wal', '-shm']) rmSync(join(running.folder, `journal.alerts.db${end}`), { force: true })
  await running.start()
  await running.ready()
  expect(await alertsOf(running)).toEqual(after)
  expect(pager.incidents().size).toBe(1)
})

test('a journal of a later format is left alone, and the sentence says what to do', async () => {
  const [running] = await upgraded(recordFormat, { format: recordFormat + 1 })
  await running.start().catch(() => undefined)
  const sentence = `was written by a newer Lastcopy (format ${recordFormat + 1}, this one reads ${recordFormat}): start that release`
  await until(running.log, (log) => log.includes(sentence), 60_000)
})

test('so it is in Kafka, where the format stands in a topic', async () => {
  const broker = await startBroker()
  const journal = () =>
    kafkaJournal({
      kafka: { brokers: [broker.address], clientId: 'test', groupPrefix: 'test' },
      prefix: '',
      partitions: 1,
      replication: 1,
      raw: [],
    })
  const client = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING })
  const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  try {
    for (let start = 0; start < 2; start += 1) {
      const opened = journal()
      await opened.open()
      await opened.close()
    }
    await producer.connect()
    const value = JSON.stringify({ format: recordFormat + 1 })
    await producer.send({ topic: 'lastcopy.state.intake', messages: [{ key: '\u0000format', value }] })
    await expect(journal().open()).rejects.toThrow(`format ${recordFormat + 1}, this one reads ${recordFormat}`)
  } finally {
    await producer.disconnect()
    await broker.stop()
  }
})
