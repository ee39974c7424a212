// CloudTrail about itself: trails and event data stores started, stopped, narrowed, redirected.
import type { Json, JsonObject } from '../../../lib/json.ts'
import type { Change, Resource } from '../../../model/event.ts'
import { first, many, objects, text, texts, truth } from '../../kit/look.ts'
import { arn, type CloudTrailRecord, named, type Reader, refusedArn, type ServiceReaders } from '../record.ts'
import { change, daysChange, type More, on, switched } from './parts.ts'

const trailOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(first(record.params, 'trailName', 'name')) ?? text(record.response.trailARN) ?? refusedArn(record)
  return named('trail', id === undefined || id.startsWith('arn:') ? id : arn(record, 'cloudtrail', `trail/${id}`))
}
const storeOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(record.params.eventDataStore) ?? text(record.response.eventDataStoreArn)
  return named(
    'trail',
    id === undefined || id.startsWith('arn:') ? id : arn(record, 'cloudtrail', `eventdatastore/${id}`),
  )
}

const off: readonly Change[] = [{ setting: 'logging', to: 'off', direction: 'weakened' }]
const back: readonly Change[] = [{ setting: 'logging', to: 'on', direction: 'strengthened' }]
const narrowed: Change = { setting: 'logging-scope', to: 'narrow', direction: 'weakened' }
const scope = { scope: 'trail' } as const

/** Where the log goes and what seals it: the answer repeats the whole trail, so that the first change finds a baseline. */
function targets({ params, response }: CloudTrailRecord): readonly Change[] {
  const of = (name: string): Json | undefined => params[name] ?? response[name]
  const told = [
    ['logging-target', of('s3BucketName')],
    ['logging-key', of('kmsKeyId')],
    ['logging-forwarding', of('cloudWatchLogsLogGroupArn')],
  ] as const
  return told.flatMap(([setting, to]) => (typeof to === 'string' ? [change(setting, to)] : []))
}

/** Switched off, each leaves less in the log, or leaves it open to forgery. */
const narrowing = ['enableLogFileValidation', 'isMultiRegionTrail', 'includeGlobalServiceEvents', 'isOrganizationTrail']

/** The call itself names where the log goes; otherwise only the answer repeats it. */
const retargets = ({ params }: CloudTrailRecord): boolean =>
  ['s3BucketName', 'kmsKeyId', 'cloudWatchLogsLogGroupArn'].some((name) => typeof params[name] === 'string')

/** It covers every account of an organisation. */
const ofOrganization = ({ params, response }: CloudTrailRecord): { readonly organization?: true } =>
  truth(params.isOrganizationTrail ?? response.isOrganizationTrail) === true ? { organization: true } : {}

const updated: More = (record) => {
  const { params } = record
  const said = (name: string): boolean | undefined => truth(params[name])
  return {
    changes: [
      ...(narrowing.some((name) => said(name) === false) ? [narrowed] : []),
      ...(said('isMultiRegionTrail') === true
        ? [{ setting: 'logging-scope', to: 'full', direction: 'strengthened' } as const]
        : []),
      ...(params.cloudWatchLogsLogGroupArn === ''
        ? [{ setting: 'logging-forwarding', to: '', direction: 'weakened' } as const]
        : []),
      ...targets(record).filter(({ setting, to }) => setting !== 'logging-forwarding' || to !== ''),
    ],
    detail: { ...scope, ...ofOrganization(record), ...(retargets(record) ? { retargeted: true } : {}) },
  }
}

/** All management events; all that change something; or less than that. */
type Width = 'full' | 'writes' | 'less'

function basicWidth(selector: JsonObject): Width {
  const kind = text(selector.readWriteType)?.toLowerCase() ?? 'all'
  if (truth(selector.includeManagementEvents) === false || kind === 'readonly') return 'less'
  if (texts(selector.excludeManagementEventSources).length > 0) return 'less'
  return kind === 'writeonly' ? 'writes' : 'full'
}

function advancedWidth(selector: JsonObject): Width {
  const fields = objects(selector.fieldSelectors)
  if (!fields.some((field) => text(field.field) === 'eventCategory' && many(field.equals).includes('Management')))
    return 'less'
  const others = fields.filter((field) => text(field.field) !== 'eventCategory')
  if (others.length === 0) return 'full'
  const writes = others.every((field) => text(field.field) === 'readOnly' && texts(field.equals).join() === 'false')
  return writes ? 'writes' : 'less'
}

/**
 * What is still written. Reads left out hide no destruction, so only memory, which may know that they were in, calls
 * that a weakening; management events left out, or only reads kept, is one by itself.
 */
const selected: More = ({ params }) => {
  const basic = objects(params.eventSelectors)
  const widths = [...basic.map(basicWidth), ...objects(params.advancedEventSelectors).map(advancedWidth)]
  const excluded = basic.flatMap((selector) => texts(selector.excludeManagementEventSources))
  const width: Width = widths.includes('full') ? 'full' : widths.includes('writes') ? 'writes' : 'less'
  const changes: Record<Width, Change> = {
    full: { setting: 'logging-scope', to: 'full', direction: 'strengthened' },
    writes: change('logging-scope', 'narrow'),
    less: narrowed,
  }
  return {
    changes: [changes[width]],
    detail: { ...scope, ...(excluded.length > 0 ? { excluded: excluded.slice(0, 20) } : {}) },
  }
}

const insights: Reader = (record) => {
  const none = Array.isArray(record.params.insightSelectors) && record.params.insightSelectors.length === 0
  return {
    action: none ? 'audit-changed' : 'other',
    resource: trailOf(record) ?? storeOf(record),
    changes: none ? off : [],
    detail: { scope: 'insight' },
  }
}

const storeUpdated: More = ({ params }) => {
  const advanced = objects(params.advancedEventSelectors)
  return {
    changes: [
      ...(truth(params.multiRegionEnabled) === false || truth(params.organizationEnabled) === false ? [narrowed] : []),
      ...(advanced.length > 0 && !advanced.map(advancedWidth).some((width) => width !== 'less') ? [narrowed] : []),
      ...daysChange('retention', params.retentionPeriod),
      ...switched('deletion-protection', truth(params.terminationProtectionEnabled)),
    ],
    detail: scope,
  }
}

const told =
  (changes: readonly Change[], detail: Readonly<Record<string, true>> = {}): More =>
  () => ({ changes, detail: { ...scope, ...detail } })

export const cloudtrail: ServiceReaders = {
  CreateTrail: on(trailOf, 'audit-changed', (record) => ({
    changes: targets(record),
    detail: { ...scope, created: true, ...ofOrganization(record) },
  })),
  StartLogging: on(trailOf, 'audit-changed', told(back)),
  StopLogging: on(trailOf, 'audit-changed', told(off)),
  DeleteTrail: on(trailOf, 'audit-changed', told(off, { deleted: true })),
  UpdateTrail: on(trailOf, 'audit-changed', updated),
  PutEventSelectors: on(trailOf, 'audit-changed', selected),
  PutInsightSelectors: insights,
  CreateEventDataStore: on(storeOf, 'audit-changed', told([], { created: true })),
  UpdateEventDataStore: on(storeOf, 'audit-changed', storeUpdated),
  DeleteEventDataStore: on(storeOf, 'audit-changed', told(off, { deleted: true })),
  RestoreEventDataStore: on(storeOf, 'audit-changed', told(back)),
  StopEventDataStoreIngestion: on(storeOf, 'audit-changed', told(off)),
  StartEventDataStoreIngestion: on(storeOf, 'audit-changed', told(back)),
  DeregisterOrganizationDelegatedAdmin: on(
    (record) => named('account', text(record.params.delegatedAdminAccountId)),
    'role-revoked',
    () => ({ detail: { role: 'cloudtrail.amazonaws.com', scope: 'organization' } }),
  ),
}
