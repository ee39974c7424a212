// Writes the journal of a service of this release as text beside itself: `node test/upgrade/record.ts`, before a format is left behind.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordFormat } from '../../src/journal/format.ts'
import { startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous, refused } from '../support/records.ts'
import { makeService } from '../support/service.ts'
import { until } from '../support/until.ts'
import { textOf } from './journal-file.ts'
import { settings, stories } from './settings.ts'

const pagerDuty = await startPagerDuty()
const service = await makeService(settings(pagerDuty.url))
await service.start()
await service.ready()
const at = Date.now()
const records = [
  ...[0, 1].map((number) => dangerous(number, at)),
  ...stories.begun(at).map((record) => record),
  ...refused(stories.paged, at),
]
const body = `${records.map((record) => JSON.stringify(record)).join('\n')}\n{"truncated": 1`
await fetch(`${service.url}/intake/aws.cloudtrail`, { method: 'POST', body })
await until(
  () => pagerDuty.incidents().size,
  (seen) => seen === stories.incidents,
)
await service.ready()
await service.stop()
const text = textOf(join(service.folder, 'journal.db'), new Date().toISOString())
writeFileSync(join(import.meta.dirname, `format-${recordFormat}.ndjson`), text)
await service.clean()
await pagerDuty.close()
