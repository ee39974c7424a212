// AWS CloudTrail: one record, a file of records, or records in whatever a bus, a queue or a log agent put around them.
import { ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { glimpse } from './glimpse.ts'
import { isRecord, whyNot } from './shape.ts'
import { fieldPath } from './vendor.ts'

export default {
  name: 'aws.cloudtrail',
  logsource: [{ product: 'aws', service: 'cloudtrail' }, { category: 'backup' }],
  fieldPath,
  read: readerOf({
    isRecord,
    whyNot,
    object: ({ value, original, created, received }) =>
      ok(toEvent({ raw: value, original, received, ...(created === undefined ? {} : { created }) })),
  }),
  glimpse,
} satisfies Source
