// Veeam Backup & Replication: its events as syslog, as Windows events, and what its REST API tells.
import { isObject, type Json } from '../../lib/json.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { snake } from './event.ts'
import { readLine } from './line.ts'
import { kindOf, readRest } from './rest.ts'
import { isWindows, readWindows } from './windows.ts'

function whyNot(value: Json): Reject {
  return isObject(value)
    ? { reason: 'the object is no event of the Windows log "Veeam Backup" and none of the REST API', field: 'event_id' }
    : { reason: 'this is no line of Veeam Backup & Replication: it has no event block and no header of the product' }
}

/** A message may have several lines; a block that is not closed goes on. */
const header = /^(?:\d{1,7} )?(?:<\d|1 \d{4}-|\d{4}-\d\d-\d\dT|\[|[A-Z][a-z]{2} [ \d]\d \d\d:)/

export default {
  name: 'veeam.vbr',
  logsource: [{ product: 'veeam', service: 'vbr' }, { product: 'veeam' }, { category: 'backup' }],
  fieldPath: (name) =>
    /^(instanceId|EventID|event_id)$/.test(name)
      ? 'event.code'
      : /^[A-Z][A-Za-z0-9]{1,60}$/.test(name)
        ? `veeam.vbr.${snake(name)}`
        : undefined,
  read: readerOf({
    isRecord: (value) => isWindows(value) || kindOf(value) !== undefined,
    object: (found) => (isWindows(found.value) ? readWindows(found) : readRest(found)),
    line: readLine,
    continues: (line, before) =>
      before.includes('[categoryId=') && !before.trimEnd().endsWith(']') && !header.test(line),
    whyNot,
  }),
} satisfies Source
