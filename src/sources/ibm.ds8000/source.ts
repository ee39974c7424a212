// IBM DS8000: rows of the audit log, by syslog or from its file.
import { hashOf } from '../../lib/hash.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, type Product } from '../appliance/event.ts'
import type { Given } from '../appliance/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { factsOf } from './facts.ts'
import { type AuditRow, rowIn } from './line.ts'

const name = 'ibm.ds8000'
const product: Product = { source: name, vendor: 'IBM', product: 'DS8000' }
const notOurs = { reason: 'no row of the audit log: none of U, S or C with a time and a device IBM.2107-…' }

export default {
  name,
  logsource: [{ product: 'ibm', service: 'ds8000' }, { category: 'backup' }],
  read: readerOf({
    line: (found) => {
      const row = rowIn(`${found.syslog.app === undefined ? '' : `${found.syslog.app}: `}${found.syslog.message}`)
      return row ? ok(eventOf(row, found)) : fail(notOurs)
    },
    continues: (line) => /^C,\d{4}\//.test(line),
    whyNot: () => notOurs,
  }),
} satisfies Source

function eventOf(row: AuditRow, { syslog, original, created, received }: FoundLine): Event {
  const time = row.time ?? syslog.time
  const given: Given = { device: row.device.replace(/^IBM\./i, ''), time: time ?? created ?? received }
  const failed = row.exit !== undefined && !/^0+$/.test(row.exit)
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time,
    code: row.name === '' ? 'audit' : row.name,
    provider: row.application,
    // A row of more parameters brings no end of its own.
    outcome: failed ? 'failure' : row.source === 'C' ? 'unknown' : 'success',
    error: failed ? { code: row.exit } : undefined,
    facts: { ...factsOf(row, given), act: hashOf(row.device, row.stamp, row.entry, row.object ?? '') },
    user: row.user,
    kind: row.source === 'S' ? 'provider' : undefined,
    agent: row.application,
    message: `${row.name} ${row.object ?? ''}`.trim(),
    hosts: syslog.host ? [syslog.host] : [],
    vendor: {
      source: row.source,
      entry_id: row.entry,
      entry_name: row.name,
      object_id: row.object,
      exit_code: row.exit,
      parameters: maskSecrets(row.parameters).original,
    },
  })
}
