// What a lifecycle configuration leaves of the copies: the smallest number of days over every filter that can reach them.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { first, number, object, objects, text, truth } from '../kit/look.ts'
import type { Body } from './settings.ts'

const day = 86_400_000

/** Prefixes of logs and scratch hold no copies: contract, section 3. */
const noCopies =
  /^\/?(?:te?mp|scratch|cache|logs?|access-?logs|server-?access-?logs|s3-?logs|inventory|athena(?:-results)?)(?:\/|$)/i

/** The changes that a `PutBucketLifecycle` makes. A PUT replaces everything, so no expiry in it means: nothing expires. */
export function lifecycleChanges(body: Body): {
  readonly changes: readonly Change[]
  readonly detail: Readonly<Record<string, Json>>
} {
  const configuration = object(first(body.params, 'LifecycleConfiguration', 'lifecycleConfiguration'))
  const given = Object.keys(configuration).length > 0
  if (!given) return { changes: [], detail: { no_value: true } }
  const rules = objects(first(configuration, 'Rule', 'Rules', 'rule', 'rules')).filter(
    (rule) => text(first(rule, 'Status', 'status'))?.toLowerCase() !== 'disabled',
  )
  const reaching = rules.filter((rule) => !noCopies.test(prefixOf(rule) ?? ''))
  const days = reaching.flatMap((rule) => daysOf(rule, body.time))
  const counts = reaching
    .map((rule) => number(first(object(noncurrent(rule)), 'NewerNoncurrentVersions', 'newerNoncurrentVersions')))
    .filter((count) => count !== undefined)
  return {
    changes: [
      { setting: 'retention', to: days.length === 0 ? unlimited : Math.min(...days), unit: 'd' },
      ...(counts.length === 0 ? [] : [{ setting: 'retention-count', to: Math.min(...counts), unit: 'versions' }]),
    ],
    detail: { rules: rules.length },
  }
}

const noncurrent = (rule: JsonObject): Json | undefined =>
  first(rule, 'NoncurrentVersionExpiration', 'noncurrentVersionExpiration')

function prefixOf(rule: JsonObject): string | undefined {
  const filter = object(first(rule, 'Filter', 'filter'))
  return (
    text(first(filter, 'Prefix', 'prefix')) ??
    text(first(object(first(filter, 'And', 'and')), 'Prefix', 'prefix')) ??
    text(first(rule, 'Prefix', 'prefix'))
  )
}

/** Days until current or earlier versions go. Delete markers and multipart parts are no copies, so they do not count. */
function daysOf(rule: JsonObject, now: number): readonly number[] {
  const expiration = object(first(rule, 'Expiration', 'expiration'))
  const onlyMarkers = truth(first(expiration, 'ExpiredObjectDeleteMarker', 'expiredObjectDeleteMarker')) === true
  const date = Date.parse(text(first(expiration, 'Date', 'date')) ?? '')
  return [
    onlyMarkers ? undefined : number(first(expiration, 'Days', 'days')),
    Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / day)),
    number(first(object(noncurrent(rule)), 'NoncurrentDays', 'noncurrentDays')),
  ].filter((days) => days !== undefined)
}
