// Ping Identity: PingID and PingOne activities as JSON, PingFederate's admin and audit logs as bars, CEF or LEEF.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromBars, fromHeader, fromPingId, fromPingOne, isPingId, isPingOne } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is neither an activity of PingOne nor an event of PingID', field: 'action.type' }
    : { reason: 'the line is neither CEF nor LEEF of PingFederate, nor one of its logs with bars' }

export default {
  name: 'ping.audit',
  logsource: [{ product: 'ping' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isPingId(value) || isPingOne(value),
    whyNot,
    object: (found) => ok(toEvent(isPingOne(found.value) ? fromPingOne(found.value) : fromPingId(found.value), found)),
    line(found) {
      const headered = headeredIn(found.original)
      if (headered)
        return /ping/i.test(headered.vendor)
          ? ok(toEvent(fromHeader(headered, found.received), found))
          : fail({ reason: `the record is of ${headered.vendor || 'another vendor'}`, field: 'vendor' })
      const record = fromBars(found.original)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
