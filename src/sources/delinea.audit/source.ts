// Delinea: Secret Server (once Thycotic) as CEF, the Delinea Platform and Privileged Remote Access as JSON.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromEngine, fromExport, fromHeader, fromPlatform, isEngine, isExport, isPlatform } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no audit record of Delinea: it names no type of event', field: 'eventType.name' }
    : { reason: 'the line holds no CEF of Secret Server' }

export default {
  name: 'delinea.audit',
  logsource: [{ product: 'delinea' }, { product: 'thycotic' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isPlatform(value) || isExport(value) || isEngine(value),
    whyNot,
    object(found) {
      const { value } = found
      const read = isPlatform(value) ? fromPlatform : isExport(value) ? fromExport : fromEngine
      return ok(toEvent(read(value), found))
    },
    line(found) {
      const headered = headeredIn(found.original)
      return headered && /thycotic|delinea|centrify/i.test(headered.vendor)
        ? ok(toEvent(fromHeader(headered, found.received), found))
        : fail(
            headered
              ? { reason: `the record is of ${headered.vendor || 'another vendor'}`, field: 'vendor' }
              : whyNot(found.original),
          )
    },
  }),
} satisfies Source
