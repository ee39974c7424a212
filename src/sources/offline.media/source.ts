// Offline media: what a person or a script says of a tape or disk that was taken out, came back, was verified, or is missing.
// The form is ours: schemas/offline-media.schema.json.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { type Read, readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { toEvent } from './event.ts'
import { isListed } from './facts.ts'

const isRecord = (value: JsonObject): boolean => 'medium' in value && 'event' in value

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object says of no medium what happened to it', field: 'medium' in value ? 'event' : 'medium' }
    : { reason: 'this is no object with an event of a medium' }

/** What is wrong with a record, where its reader must not guess. */
function faultOf(value: JsonObject): Reject | undefined {
  const { medium, event, time, by, set, scheduled, result } = value
  if (typeof event !== 'string' || event.trim() === '')
    return { reason: 'what happened must be a text', field: 'event' }
  if (typeof medium !== 'string' || medium.trim() === '' || medium.length > 200)
    return { reason: 'the label of the medium must be a text of at most 200 signs', field: 'medium' }
  if (typeof time !== 'string' || !/(?:Z|[+-]\d\d:?\d\d)$/i.test(time) || statedTime(time) === undefined)
    return { reason: 'the time must be written as 2026-03-02T10:00:00Z, with its zone', field: 'time' }
  if (by !== undefined && typeof by !== 'string') return { reason: 'who did it must be a text', field: 'by' }
  if (set !== undefined && typeof set !== 'string') return { reason: 'the set must be a text', field: 'set' }
  if (scheduled !== undefined && typeof scheduled !== 'boolean')
    return { reason: 'whether it was planned must be true or false', field: 'scheduled' }
  if (result !== undefined && result !== 'good' && result !== 'bad')
    return { reason: 'the result must be good or bad', field: 'result' }
  return result === undefined && isListed(event, 'verified')
    ? { reason: 'a verification must say whether the medium was good or bad', field: 'result' }
    : undefined
}

export default {
  name: 'offline.media',
  logsource: [{ product: 'lastcopy', service: 'offline-media' }, { category: 'backup' }],
  read: readerOf({
    isRecord,
    whyNot,
    object(found): Read {
      const fault = faultOf(found.value)
      return fault ? fail(fault) : ok(toEvent(found))
    },
  }),
} satisfies Source
