// VMware vCenter: events of vpxd as syslog or from the API, single sign-on, and what else the appliance writes.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromApi, fromLine } from './record.ts'

const isEvent = (value: JsonObject): boolean =>
  (typeof value.fullFormattedMessage === 'string' || typeof value.eventTypeId === 'string') &&
  (value.createdTime !== undefined || value.key !== undefined)

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no event of vCenter, and holds no line of one', field: 'eventTypeId' }
    : { reason: 'the line is empty behind its header' }

export default {
  name: 'vmware.vcenter',
  logsource: [{ product: 'vmware', service: 'vcenter' }, { product: 'vcenter' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isEvent,
    whyNot,
    object: (found) => ok(toEvent(fromApi(found.value), found)),
    line(found) {
      const record = fromLine(found.syslog, found.original)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
