// Pure Storage FlashBlade: audit records, sessions and alerts in the forms of a FlashArray, and commands of its own.
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { type Product, toEvents } from '../purestorage.flasharray/event.ts'
import { isPureObject, recordIn, recordOf } from '../purestorage.flasharray/record.ts'
import { readers } from './commands.ts'

const flashBlade: Product = { name: 'purestorage.flashblade', product: 'FlashBlade', readers }
const notOurs = { reason: 'no record of a FlashBlade: no command of Purity, and no line of it', field: 'command' }

export default {
  name: flashBlade.name,
  logsource: [{ product: 'purestorage', service: 'flashblade' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isPureObject,
    object: ({ value, syslog, ...carried }) => ok(toEvents(recordOf(value, syslog?.host ?? ''), carried, flashBlade)),
    line: ({ syslog, ...carried }) => {
      const record = recordIn(syslog)
      return record ? ok(toEvents(record, carried, flashBlade)) : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source
