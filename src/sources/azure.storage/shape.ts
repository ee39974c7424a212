// What makes an object a record of Storage's own log, in an event hub, a blob of the log itself, or Log Analytics.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fieldsOf } from '../azure/fields.ts'
import { text } from '../kit/look.ts'

const services = /\/storageaccounts\/[^/]+\/(blob|file|queue|table)services(\/|$)/i

/** A category of its own, or an operation by its plain name on one of the services of an account. */
export function isStorage(value: JsonObject): boolean {
  const fields = fieldsOf(value)
  const operation = fields('operationname')
  if (typeof operation !== 'string' || operation.includes('/') || isObject(value.event)) return false
  if (/^Storage(Read|Write|Delete)$/i.test(text(fields('category')) ?? '')) return true
  if (/^Storage(Blob|File|Queue|Table)Logs$/.test(text(fields('type', 'tablename')) ?? '')) return true
  return services.test(text(fields('resourceid')) ?? '')
}
