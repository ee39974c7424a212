// IBM Storage Protect (Spectrum Protect, Tivoli Storage Manager): the activity log of its server.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { entryIn, entryOfRow, isRow } from './line.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'the object is no row of the activity log: it has neither MSGNO nor a message with a number',
        field: 'MESSAGE',
      }
    : { reason: 'the line holds no message of the server: no number such as ANR2017I' }

export default {
  name: 'ibm.spectrumprotect',
  logsource: [
    { product: 'spectrumprotect', service: 'actlog' },
    { product: 'spectrumprotect' },
    { product: 'ibm', service: 'spectrumprotect' },
    { category: 'backup' },
  ],
  read: readerOf({
    isRecord: isRow,
    whyNot,
    object: ({ value, syslog, ...carried }) => {
      const entry = entryOfRow(value, syslog?.host)
      return entry ? ok(toEvent(entry, { ...carried, sent: syslog?.time })) : fail(whyNot(value))
    },
    line: ({ syslog, ...carried }) => {
      // Where a time stands alone in front of the message, its number was taken for a host.
      const host = /^AN[RES]\d{4}/i.test(syslog.host ?? '') ? undefined : syslog.host
      const entry = entryIn(carried.original, host)
      return entry ? ok(toEvent(entry, { ...carried, sent: syslog.time })) : fail(whyNot(carried.original))
    },
  }),
} satisfies Source
