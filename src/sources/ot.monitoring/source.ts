// Monitors of plants: Nozomi, Claroty, Seckiot and their kin, in CEF and JSON.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { readerOf } from '../kit/reading.ts'
import { fromCef, isMonitor } from './cef.ts'
import { toEvent } from './event.ts'
import { fromJson, isMonitored } from './json.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'the object is neither an alert, an audit entry nor a health message of a monitor of plants',
        field: 'type_id',
      }
    : { reason: 'the line holds no CEF of a monitor of plants' }

export default {
  name: 'ot.monitoring',
  logsource: [{ product: 'nozomi' }, { product: 'claroty' }, { category: 'ot' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isMonitored,
    whyNot,
    object: (found) => ok(toEvent(fromJson(found.value), found)),
    // Nozomi lays one record out over lines, with blanks before them or without.
    continues: (line, before) => /CEF:\s?\d/.test(before) && !/CEF:\s?\d|^<\d{1,3}>|^\s*\{/.test(line),
    line(found) {
      const record = headeredIn(found.original)
      return record && isMonitor(record)
        ? ok(toEvent(fromCef(record, found.syslog, found.received), found))
        : fail(whyNot(found.original))
    },
  }),
} satisfies Source
