// WALLIX Bastion: its audit of changes and sign-ins, of sessions, and of the passwords that it keeps.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromHeader, recordOf } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object holds no line of a bastion', field: 'message' }
    : { reason: 'the line is none of a bastion: it has no log in brackets, such as [wabaudit]' }

/** A value holds line breaks of its own: the line before ends inside quotes. */
const isOpen = (line: string): boolean => ((line.replace(/\\[\s\S]/g, '').match(/"/g) ?? []).length & 1) === 1

export default {
  name: 'wallix.bastion',
  logsource: [{ product: 'wallix' }, { category: 'backup' }],
  read: readerOf({
    whyNot,
    continues: (line, before) => !/^(?:<\d{1,3}>|\[\w|\d{4}-\d\d-\d\dT)/.test(line) && isOpen(before),
    line(found) {
      const headered = headeredIn(found.original)
      if (headered && /wallix/i.test(headered.vendor)) return ok(toEvent(fromHeader(headered), found))
      const record = recordOf(found.syslog.message) ?? recordOf(found.original)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
