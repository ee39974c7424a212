// The small words that readers are made of: who is concerned, by which verb, with which settings.
import type { Json, JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import type { Setting } from '../../../model/setting.ts'
import type { Verb } from '../../../model/verb.ts'
import type { Facts } from '../../kit/facts.ts'
import { first, number, object, objects, text, texts } from '../../kit/look.ts'
import { arn, type CloudTrailRecord, lastPart, named, type Reader, refusedArn, tagsOf } from '../record.ts'

export type Who = (record: CloudTrailRecord) => Resource | undefined
export type More = (record: CloudTrailRecord) => Partial<Facts>

/** A reader from who is concerned, the verb, and what else the record says. */
export const on =
  (who: Who, action: Verb, more: More = () => ({})): Reader =>
  (record) => ({ action, resource: who(record), ...more(record) })

/** The first of several parameters, or of the response, as a resource; of a refused call what the message names. */
export const byId =
  (type: string, service: string, path: string, ...names: readonly string[]): Who =>
  (record) => {
    const refused = refusedArn(record)
    const id =
      text(first(record.params, ...names)) ??
      text(first(record.response, ...names)) ??
      (refused?.split(':')[2] === service ? refused : undefined)
    const tags = tagsOf(first(record.params, 'tagSpecificationSet', 'tagSpecification', 'tags'))
    const whole =
      id === undefined || id.startsWith('arn:') ? id : arn(record, service, `${path}${id}`, placeOf(service, path))
    return named(type, whole, tags ? { tags } : {})
  }

/** Snapshots and images of EC2 carry no account in their ARN, and AWS Backup writes them so too. */
export const placeOf = (service: string, path: string): 'regional' | 'unowned' =>
  service === 'ec2' && /^(snapshot|image)\//.test(path) ? 'unowned' : 'regional'

/** The account of the record. */
export const ownAccount: Who = (record) =>
  record.account === '' ? undefined : { type: 'account', id: record.account, name: record.account }

export const change = (setting: Setting, to: Json, unit?: string): Change => ({
  setting,
  to,
  ...(unit === undefined ? {} : { unit }),
})

/** One change of a setting, as a reader's further fact. */
export const changing =
  (setting: Setting, to: Json, unit?: string): More =>
  () => ({ changes: [change(setting, to, unit)] })

/** A number of days as a change; none where the record carries none. */
export function daysChange(setting: Setting, value: Json | undefined): readonly Change[] {
  const days = number(value)
  return days === undefined ? [] : [change(setting, days, 'd')]
}

/** A switch as a change; none where the record carries none. */
export const switched = (setting: Setting, value: boolean | undefined): readonly Change[] =>
  value === undefined ? [] : [change(setting, value ? 'on' : 'off')]

/** What an ARN names, by the words inside it. */
export function kindOf(id: string): string {
  for (const [part, kind] of kinds) if (id.includes(part)) return kind
  return 'resource'
}
const kinds = [
  [':backup-vault:', 'vault'],
  [':backup-plan:', 'plan'],
  [':recovery-point:', 'recovery-point'],
  [':legal-hold:', 'legal-hold'],
  [':s3:::', 'bucket'],
  [':key/', 'key'],
  [':snapshot/', 'snapshot'],
  [':image/', 'image'],
  [':volume/', 'volume'],
  [':instance/', 'host'],
  [':file-system/', 'file-system'],
  [':cluster-snapshot:', 'snapshot'],
  [':snapshot:', 'snapshot'],
  [':table/', 'table'],
  [':tape/', 'tape'],
  [':vaults/', 'vault'],
  [':rds:', 'database'],
] as const

/** Tags set or taken on what an ARN names; `Tag…` calls add, `Untag…` and `Remove…` take. */
export const tagging =
  (...names: readonly string[]): Reader =>
  (record) => {
    const [id, ...others] = texts(first(record.params, ...names))
    const tags = tagsOf(first(record.params, 'tags', 'tagList'))
    const taken = texts(first(record.params, 'tagKeys', 'tagKeyList'))
    return {
      action: 'tags-changed',
      resource: id === undefined ? undefined : { type: kindOf(id), id, name: lastPart(id), ...(tags ? { tags } : {}) },
      related: others.slice(0, 20).map((other) => ({ type: kindOf(other), id: other, name: lastPart(other) })),
      detail: taken.length > 0 ? { removed: taken } : { added: true },
    }
  }

/** Resources of one kind from a list of ids. */
export const relatedOf = (type: string, ids: readonly (string | undefined)[]): readonly Resource[] =>
  [...new Set(ids)].slice(0, 20).flatMap((id) => named(type, id) ?? [])

/** The items of an EC2 set: `{items:[…]}`. */
export const itemsOf = (value: Json | undefined): readonly JsonObject[] => objects(object(value).items)
