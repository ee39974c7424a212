// Cloud Storage: buckets with their retention, locks, lifecycle, versions and soft delete, and the objects in them.
import type { JsonObject } from '../../../lib/json.ts'
import { isObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import { number, object, objects, text } from '../../kit/look.ts'
import { statedTime } from '../../kit/time.ts'
import { asked, change, days, type GcpRecord, type Reader, type Readers, secondsInDays, switched } from '../record.ts'
import { policyFacts } from './policies.ts'

function bucketOf({ target, labels }: GcpRecord): Resource | undefined {
  const name = /buckets\/([^/]+)/.exec(target)?.[1] ?? text(labels.bucket_name)
  return name === undefined ? undefined : { type: 'bucket', id: `//storage.googleapis.com/${name}`, name }
}

function objectOf(record: GcpRecord): Resource | undefined {
  const bucket = bucketOf(record)
  const name = /\/objects\/(.+)$/.exec(record.target)?.[1]
  return bucket === undefined || name === undefined
    ? bucket
    : {
        type: 'object',
        id: `${bucket.id}/${name}`,
        name,
        container: { type: 'bucket', id: bucket.id, name: bucket.name ?? name },
      }
}

/** Days until a lifecycle deletes: the shortest of its rules by age, by date or by newer versions. */
function lifecycleDays(rules: readonly JsonObject[], at: number): readonly Change[] {
  const deleting = rules.filter((rule) => /^delete$/i.test(text(asked(rule, 'action.type')) ?? ''))
  const ages = deleting.flatMap((rule) => {
    const condition = object(asked(rule, 'condition'))
    const found = [
      number(asked(condition, 'age')),
      number(asked(condition, 'dayssincenoncurrenttime')),
      number(asked(condition, 'dayssincecustomtime')),
    ].filter((one) => one !== undefined)
    const date = statedTime(`${text(asked(condition, 'createdbefore')) ?? ''}T00:00:00Z`)
    if (found.length === 0 && date !== undefined) return [Math.max(0, Math.ceil((date - at) / 86_400_000))]
    // Conditions of one rule must all hold, so the latest of them decides.
    return found.length > 0 ? [Math.max(...found)] : [0]
  })
  return [ages.length === 0 ? change('retention', unlimited) : change('retention', Math.min(...ages), { unit: 'd' })]
}

/** What a bucket's settings are from now on; only in detailed audit mode does an entry carry them. */
function bucketChanges(bucket: JsonObject, at: number): readonly Change[] {
  const has = (name: string): boolean => asked(bucket, name) !== undefined
  const policy = asked(bucket, 'retentionpolicy')
  const rules = asked(bucket, 'lifecycle.rule') ?? asked(bucket, 'lifecycle.rules')
  const object = (text(asked(bucket, 'objectretention.mode')) ?? '').toLowerCase()
  return [
    ...(policy === null || (isObject(policy) && Object.keys(policy).length === 0)
      ? [change('lock-days', 0, { unit: 'd' })]
      : []),
    ...days(
      'lock-days',
      secondsInDays(
        asked(bucket, 'retentionpolicy.retentionperiod') ?? asked(bucket, 'retentionpolicy.retentionduration'),
      ),
    ),
    ...(asked(bucket, 'retentionpolicy.islocked') === true ? [change('lock-mode', 'compliance')] : []),
    ...(object === 'enabled' ? [change('lock-mode', 'governance')] : []),
    ...(has('lifecycle') ? lifecycleDays(objects(rules), at) : []),
    ...switched('versioning', asked(bucket, 'versioning.enabled')),
    ...softDelete(bucket),
    ...switched('legal-hold', asked(bucket, 'defaulteventbasedhold')),
  ]
}

function softDelete(bucket: JsonObject): readonly Change[] {
  const window = secondsInDays(
    asked(bucket, 'softdeletepolicy.retentiondurationseconds') ?? asked(bucket, 'softdeletepolicy.retentionduration'),
  )
  if (window === undefined) return []
  return window === 0 ? [change('soft-delete', 'off')] : [change('soft-delete', 'on'), ...days('undo-window', window)]
}

const lockWords = new Set(['lock-days', 'lock-mode', 'legal-hold'])

/** A bucket was changed. Without detailed audit mode nothing says how, and the command in the agent is the only hint. */
const bucketUpdated: Reader = (record) => {
  const asks = [
    record.request,
    object(asked(record.request, 'bucket')),
    object(asked(record.request, 'resource')),
    record.response,
  ]
  const at = statedTime(record.raw.timestamp ?? null) ?? 0
  const changes = asks.map((bucket) => bucketChanges(bucket, at)).find((found) => found.length > 0) ?? []
  const resource = bucketOf(record)
  if (changes.length > 0) {
    const names = changes.map(({ setting }) => setting)
    return {
      action: names.some((name) => lockWords.has(name))
        ? 'immutability-changed'
        : names.includes('retention')
          ? 'retention-changed'
          : names.includes('versioning')
            ? 'versioning-changed'
            : 'guard-changed',
      resource,
      changes,
    }
  }
  const hint = hinted(record)
  return { action: hint ?? 'repository-changed', resource }
}

/** `gsutil` and `gcloud` put their command into the agent. */
function hinted({
  payload,
}: GcpRecord): 'retention-changed' | 'immutability-changed' | 'versioning-changed' | undefined {
  const agent = text(object(payload.requestMetadata).callerSuppliedUserAgent)?.toLowerCase() ?? ''
  const command = /command\/([a-z.-]{1,80})/.exec(agent)?.[1] ?? ''
  if (/retention/.test(command)) return 'immutability-changed'
  if (/lifecycle/.test(command)) return 'retention-changed'
  return /versioning/.test(command) ? 'versioning-changed' : undefined
}

const locked: Reader = (record) => ({
  action: 'immutability-changed',
  resource: bucketOf(record),
  changes: [change('lock-mode', 'compliance', { direction: 'strengthened' })],
})

/** An object's own retention or hold; the override is a header, and stands in the request where it is logged. */
const objectUpdated: Reader = (record) => {
  const resource = objectOf(record)
  const bypass =
    asked(record.request, 'overrideunlockedretention') === true ||
    permissionOf(record).includes('storage.objects.overrideUnlockedRetention')
  if (bypass) return { action: 'immutability-bypassed', resource, detail: { forced: true } }
  const held = {
    ...record.request,
    ...object(asked(record.request, 'object')),
    ...object(asked(record.request, 'resource')),
  }
  const holds = [asked(held, 'temporaryhold'), asked(held, 'eventbasedhold')].filter((one) => typeof one === 'boolean')
  const until = statedTime(asked(held, 'retention.retainuntiltime'))
  const changes = [
    ...(holds.length > 0 ? switched('legal-hold', !holds.includes(false)) : []),
    ...(until === undefined ? [] : [change('lock-until', until)]),
  ]
  return changes.length > 0 ? { action: 'immutability-changed', resource, changes } : { action: 'other', resource }
}

const permissionOf = ({ payload }: GcpRecord): readonly string[] =>
  objects(payload.authorizationInfo).flatMap(({ permission }) => text(permission) ?? [])

const created: Reader = (record) => {
  const asks = [record.request, object(asked(record.request, 'bucket'))]
  const changes = asks.map((bucket) => bucketChanges(bucket, 0)).find((found) => found.length > 0) ?? []
  return { action: 'repository-created', resource: bucketOf(record), changes }
}

const soft: Reader = (record) => ({ action: 'object-deleted', resource: objectOf(record) })
const looked: Reader = (record) => ({ action: 'read', resource: objectOf(record) })

export const storage: Readers = {
  'storage.buckets.get': looked,
  'storage.buckets.list': looked,
  'storage.buckets.getiampolicy': looked,
  'storage.objects.get': looked,
  'storage.objects.list': looked,
  'storage.buckets.create': created,
  'storage.buckets.insert': created,
  'storage.buckets.update': bucketUpdated,
  'storage.buckets.patch': bucketUpdated,
  'storage.buckets.delete': (record) => ({ action: 'repository-deleted', resource: bucketOf(record) }),
  'storage.buckets.lockretentionpolicy': locked,
  'storage.buckets.relocate': (record) => ({ action: 'repository-changed', resource: bucketOf(record) }),
  'storage.objects.create': (record) => ({ action: 'object-written', resource: objectOf(record) }),
  'storage.objects.insert': (record) => ({ action: 'object-written', resource: objectOf(record) }),
  'storage.objects.delete': soft,
  'storage.objects.bulkdelete': (record) => ({
    action: 'object-deleted',
    resource: bucketOf(record),
    detail: { bulk: true },
  }),
  'storage.objects.update': objectUpdated,
  'storage.objects.patch': objectUpdated,
  'storage.setiampermissions': (record) => policyFacts(record, bucketOf(record)),
  'storage.buckets.setiampolicy': (record) => policyFacts(record, bucketOf(record)),
}
