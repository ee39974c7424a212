// Okta's System Log: sign-ins, factors, administrators, policies of the directory that people come through.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { at, fieldPath } from './fields.ts'

const signs = ['actor', 'published', 'outcome', 'uuid', 'target'] as const

/** A System Log event names its type; a hook that carries events names one of its own. */
function isRecord(value: JsonObject): boolean {
  const type = at(value, 'eventType')
  return (
    typeof type === 'string' && type !== 'com.okta.event_hook' && signs.some((name) => at(value, name) !== undefined)
  )
}

const whyNot = (value: Json): Reject => ({
  reason:
    isObject(value) && at(value, 'eventType') !== undefined
      ? 'the event has neither an actor nor a time'
      : 'this is no System Log event: it has no eventType',
  field: isObject(value) && at(value, 'eventType') !== undefined ? 'published' : 'eventType',
})

export default {
  name: 'okta.system',
  logsource: [{ product: 'okta', service: 'okta' }, { category: 'backup' }],
  fieldPath,
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvent(found)) }),
} satisfies Source
