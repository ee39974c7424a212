// AWS CloudHSM: the audit log of the HSMs as CloudWatch keeps it, and the client's log of its certificate storage.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromStorage, fromText, isStorage } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no event of the certificate storage, and holds none of an HSM', field: 'op_code' }
    : { reason: 'the text is no event of an HSM: it has no opcode', field: 'Opcode' }

export default {
  name: 'aws.cloudhsm',
  logsource: [{ product: 'aws', service: 'cloudhsm' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isStorage,
    whyNot,
    // An event is some ten lines; the first of them states its time.
    continues: (line) => /^\s*[A-Za-z][\w /()-]{1,60}?\s*:/.test(line) && !/^\s*Time\s*:/.test(line),
    object: (found) => ok(toEvent(fromStorage(found.value, found.original), found)),
    line(found) {
      const record = fromText(found)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
