// Records in OpenTelemetry's JSON and in Loki's: each with what the resource or the labels around it say of its host.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Part } from './carriers.ts'

const objects = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : []

/** How deep values of the protocol nest before they are left as they are. */
const deepest = 40

/** The log records of `resourceLogs`; undefined where it is no list. */
export function openTelemetry(resourceLogs: Json | undefined): readonly Part[] | undefined {
  if (!Array.isArray(resourceLogs)) return undefined
  return objects(resourceLogs).flatMap((resource) => {
    const around = isObject(resource.resource) ? attributesOf(resource.resource.attributes) : {}
    return objects(resource.scopeLogs ?? resource.instrumentationLibraryLogs).flatMap((scope) =>
      objects(scope.logRecords).map((record) => {
        const seen = nanoseconds(record.observedTimeUnixNano) ?? nanoseconds(record.timeUnixNano)
        const attributes = { ...around, ...attributesOf(record.attributes) }
        const time = seen === undefined ? {} : { ts: seen }
        return { value: { ...attributes, ...time, body: plainOf(record.body, 0) ?? null }, created: seen }
      }),
    )
  })
}

/** The lines of `streams`; undefined where it is no list of Loki's. */
export function loki(streams: Json | undefined): readonly Part[] | undefined {
  if (!Array.isArray(streams) || !objects(streams).some(({ values }) => Array.isArray(values))) return undefined
  return objects(streams).flatMap(({ stream, values }) =>
    (Array.isArray(values) ? (values as readonly Json[]) : []).map((entry) => {
      const [time, line = null] = Array.isArray(entry) ? (entry as readonly Json[]) : []
      const seen = nanoseconds(time)
      const labels = isObject(stream) ? stream : {}
      return {
        value: { ...labels, ...(seen === undefined ? {} : { ts: seen }), message: line },
        created: seen,
      }
    }),
  )
}

/** Epoch milliseconds. */
function nanoseconds(value: Json | undefined): number | undefined {
  const count = typeof value === 'string' || typeof value === 'number' ? Number(value) / 1e6 : Number.NaN
  return Number.isFinite(count) && count > 0 ? Math.floor(count) : undefined
}

const attributesOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    objects(value).flatMap((pair) => {
      const held = plainOf(pair.value, 0)
      return typeof pair.key === 'string' && held !== undefined ? [[pair.key, held]] : []
    }),
  )

/** `AnyValue` of the protocol as plain JSON. */
function plainOf(value: Json | undefined, depth: number): Json | undefined {
  if (!isObject(value) || depth > deepest) return typeof value === 'string' ? value : undefined
  const { stringValue, intValue, doubleValue, boolValue, arrayValue, kvlistValue } = value
  if (typeof stringValue === 'string') return stringValue
  if (intValue !== undefined) return Number(intValue)
  if (typeof doubleValue === 'number' || typeof boolValue === 'boolean') return doubleValue ?? boolValue
  if (isObject(arrayValue)) return objects(arrayValue.values).map((part) => plainOf(part, depth + 1) ?? null)
  if (!isObject(kvlistValue)) return undefined
  return Object.fromEntries(
    objects(kvlistValue.values).flatMap((pair) =>
      typeof pair.key === 'string' ? [[pair.key, plainOf(pair.value, depth + 1) ?? null]] : [],
    ),
  )
}
