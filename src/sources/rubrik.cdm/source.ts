// Rubrik clusters (CDM): events and audits that a cluster sends by syslog itself.
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { eventOf } from '../rubrik.rsc/event.ts'
import { classify } from './classify.ts'
import { recordIn } from './line.ts'

const notOurs: Reject = {
  reason: 'the line is none of a Rubrik cluster: it has no names and values in brackets with an eventName',
  field: 'eventName',
}

export default {
  name: 'rubrik.cdm',
  logsource: [{ product: 'rubrik', service: 'cdm' }, { product: 'rubrik' }, { category: 'backup' }],
  read: readerOf({
    whyNot: () => notOurs,
    line: ({ syslog, ...carried }) => {
      const record = recordIn(carried.original, syslog)
      return record ? ok(eventOf(record, classify(record), carried, 'rubrik.cdm', 'CDM')) : fail(notOurs)
    },
  }),
} satisfies Source
