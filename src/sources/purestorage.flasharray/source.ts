// Pure Storage FlashArray: audit records, sessions and alerts, by syslog or as REST and Pure1 give them.
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { readers } from './commands.ts'
import { type Product, toEvents } from './event.ts'
import { isPureObject, recordIn, recordOf } from './record.ts'

const notOurs = {
  reason: 'no record of a FlashArray: no command of Purity, and no line of it',
  field: 'command',
}

const flashArray: Product = { name: 'purestorage.flasharray', product: 'FlashArray', readers }

export default {
  name: flashArray.name,
  logsource: [{ product: 'purestorage', service: 'flasharray' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isPureObject,
    object: ({ value, syslog, ...carried }) => ok(toEvents(recordOf(value, syslog?.host ?? ''), carried, flashArray)),
    line: ({ syslog, ...carried }) => {
      const record = recordIn(syslog)
      return record ? ok(toEvents(record, carried, flashArray)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source
