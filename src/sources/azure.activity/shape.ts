// What makes an object a record of the activity log, in any of the forms in which Azure and others export it.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fieldsOf, spelled } from '../azure/fields.ts'

/** An operation, and what it was done to or belongs to. */
export const isRecord = (value: JsonObject): boolean => plainRecord(value) !== undefined

/**
 * The record without what some exporters put around its fields: Elastic's `azure.activitylogs`, Event Grid's `data`, and the
 * `activityLog` of an alert. Undefined where the object is no record.
 */
export function plainRecord(value: JsonObject): JsonObject | undefined {
  if (isPlain(value)) return value
  const elastic = isObject(value.azure) ? value.azure.activitylogs : undefined
  if (isObject(elastic) && !hasOriginal(value)) {
    const inner = { ...value, ...object(value.azure), ...elastic }
    const address = object(value.source).ip ?? object(value.source).address
    return isPlain(inner) ? { ...inner, ...(address === undefined ? {} : { callerIpAddress: address }) } : undefined
  }
  if (!isObject(value.data)) return undefined
  const alert = object(object(value.data.context).activityLog)
  if (isPlain(alert)) return alert
  const grid = { time: value.eventTime ?? value.time, eventDataId: value.id, ...value.data }
  return isPlain(grid) ? grid : undefined
}

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const hasOriginal = ({ event }: JsonObject): boolean => isObject(event) && typeof event.original === 'string'

const isPlain = (value: JsonObject): boolean => {
  const fields = fieldsOf(value)
  return (
    spelled(fields('operationnamevalue', 'operationname')) !== undefined &&
    fields('resourceid', 'resourceuri', 'correlationid', 'subscriptionid', 'resource', 'category', 'resourcetype') !==
      undefined
  )
}
