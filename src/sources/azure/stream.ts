// One event hub may carry several of Azure's logs: each record is read as what it is, whatever the topic is called.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import { toEvent as activityEvent } from '../azure.activity/event.ts'
import { isRecord as isActivity } from '../azure.activity/shape.ts'
import { toEvent as vaultEvent } from '../azure.keyvault/event.ts'
import { isVault } from '../azure.keyvault/shape.ts'
import { toEvent as storageEvent } from '../azure.storage/event.ts'
import { isStorage } from '../azure.storage/shape.ts'
import { toEvent as entraEvent } from '../entra.audit/event.ts'
import { isRecord as isEntra } from '../entra.audit/shape.ts'
import { type FoundObject, readerOf } from '../kit/reading.ts'
import { fieldsOf } from './fields.ts'

type Kind = readonly [is: (value: JsonObject) => boolean, toEvent: (found: FoundObject) => Event]

/** First that fits wins. */
const kinds: readonly Kind[] = [
  [isEntra, entraEvent],
  [isVault, vaultEvent],
  [isStorage, storageEvent],
  [isActivity, activityEvent],
]

let last: { readonly object: JsonObject; readonly kind: Kind | undefined } | undefined

/** What a record is, asked once to know that it is one and once more to read it. */
function kindOf(value: JsonObject): Kind | undefined {
  if (last?.object !== value) last = { object: value, kind: kinds.find(([is]) => is(value)) }
  return last.kind
}

/** Reads records of the activity log, of Entra, of Key Vault and of Storage. */
export const readAzure = (): Source['read'] =>
  readerOf({
    isRecord: (value) => kindOf(value) !== undefined,
    whyNot,
    object(found) {
      const kind = kindOf(found.value)
      return kind === undefined ? fail(whyNot(found.value)) : ok(kind[1](found))
    },
  })

/** Why a value is no record. */
function whyNot(value: Json): Reject {
  if (!isObject(value)) return { reason: 'the record is no JSON object and no list of objects' }
  const fields = fieldsOf(value)
  return fields('operationname', 'operationnamevalue', 'activitydisplayname') === undefined
    ? { reason: 'the object has nothing of a log of Azure: no operationName', field: 'operationName' }
    : { reason: 'the object has an operation and nothing that it was done to: no resourceId', field: 'resourceId' }
}
