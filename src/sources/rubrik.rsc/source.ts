// Rubrik Security Cloud: events and audits from webhooks and from pages of its GraphQL interface.
import { isObject, type Json } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { isNode, isPage, isWebhook, nodesOf, recordOf } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'the object has neither an event name nor an activity or audit of Rubrik',
        field: 'custom_details.eventName',
      }
    : { reason: 'the record is no JSON object and no list of objects' }

export default {
  name: 'rubrik.rsc',
  logsource: [{ product: 'rubrik' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isWebhook(value) || isNode(value) || isPage(value),
    whyNot,
    object(found) {
      if (!isPage(found.value)) return ok(toEvent(recordOf(found.value), found))
      return ok(
        nodesOf(found.value).map((node) => toEvent(recordOf(node), { ...found, original: JSON.stringify(node) })),
      )
    },
  }),
} satisfies Source
