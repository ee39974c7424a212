// What watches and what holds everything: trails, recorders, detectors, logs, and the organisation.
import type { Change, Resource } from '../../../model/event.ts'
import {
  arn,
  type CloudTrailRecord,
  type Facts,
  first,
  many,
  named,
  objects,
  type Reader,
  type ServiceReaders,
  text,
  truth,
} from '../record.ts'

const trailOf = (record: CloudTrailRecord): Resource | undefined => {
  const id =
    text(first(record.params, 'trailName', 'name', 'eventDataStore')) ??
    text(first(record.response, 'trailARN', 'eventDataStoreArn'))
  return named('trail', id === undefined ? undefined : arn(record, 'cloudtrail', `trail/${id}`))
}
const on =
  (
    who: (record: CloudTrailRecord) => Resource | undefined,
    action: Facts['action'],
    changes: readonly Change[] = [],
    detail: Facts['detail'] = {},
  ): Reader =>
  (record) => ({ action, resource: who(record), changes, detail: detail ?? {} })
const off: readonly Change[] = [{ setting: 'logging', to: 'off', direction: 'weakened' }]
const back: readonly Change[] = [{ setting: 'logging', to: 'on', direction: 'strengthened' }]

const updated: Reader = (record) => {
  const { params } = record
  const changes: Change[] = []
  if (truth(params.enableLogFileValidation) === false)
    changes.push({ setting: 'logging-scope', to: 'narrow', direction: 'weakened' })
  if (truth(params.isMultiRegionTrail) === false || truth(params.includeGlobalServiceEvents) === false)
    changes.push({ setting: 'logging-scope', to: 'narrow', direction: 'weakened' })
  if (truth(params.isMultiRegionTrail) === true)
    changes.push({ setting: 'logging-scope', to: 'full', direction: 'strengthened' })
  for (const name of ['s3BucketName', 'kmsKeyId', 'cloudWatchLogsLogGroupArn'] as const) {
    const target = params[name]
    if (typeof target === 'string') changes.push({ setting: 'logging-target', to: `${name}=${target}` })
  }
  return { action: 'audit-changed', resource: trailOf(record), changes, detail: { scope: 'trail' } }
}

/** Narrow: management events out, one kind of access only, a service excluded, or no selector left. */
const selectors: Reader = (record) => {
  const basic = objects(record.params.eventSelectors)
  const advanced = objects(record.params.advancedEventSelectors)
  const excluded = basic.flatMap((selector) => many(selector.excludeManagementEventSources).map(String))
  const whole = basic.some(
    (selector) =>
      truth(selector.includeManagementEvents) !== false &&
      !/^(readonly|writeonly)$/i.test(text(selector.readWriteType) ?? 'All') &&
      many(selector.excludeManagementEventSources).length === 0,
  )
  const fields = advanced.map((selector) => objects(selector.fieldSelectors))
  const wholeAdvanced = fields.some(
    (list) =>
      list.some((field) => text(field.field) === 'eventCategory' && many(field.equals).includes('Management')) &&
      list.every((field) => text(field.field) === 'eventCategory'),
  )
  const full = whole || wholeAdvanced
  return {
    action: 'audit-changed',
    resource: trailOf(record),
    changes: [
      { setting: 'logging-scope', to: full ? 'full' : 'narrow', direction: full ? 'strengthened' : 'weakened' },
    ],
    detail: { scope: 'trail', ...(excluded.length > 0 ? { excluded: excluded.slice(0, 20) } : {}) },
  }
}

export const cloudtrail: ServiceReaders = {
  CreateTrail: on(trailOf, 'audit-changed', [], { scope: 'trail', created: true }),
  StartLogging: on(trailOf, 'audit-changed', back, { scope: 'trail' }),
  StopLogging: on(trailOf, 'audit-changed', off, { scope: 'trail' }),
  DeleteTrail: on(trailOf, 'audit-changed', off, { scope: 'trail', deleted: true }),
  UpdateTrail: updated,
  PutEventSelectors: selectors,
  PutInsightSelectors: on(trailOf, 'other'),
  DeleteEventDataStore: on(trailOf, 'audit-changed', off, { scope: 'trail', deleted: true }),
  StopEventDataStoreIngestion: on(trailOf, 'audit-changed', off, { scope: 'trail' }),
  StartEventDataStoreIngestion: on(trailOf, 'audit-changed', back, { scope: 'trail' }),
  UpdateEventDataStore: on(trailOf, 'other'),
  DeregisterOrganizationDelegatedAdmin: on(trailOf, 'other'),
}

const of =
  (type: string, service: string, path: string, ...names: readonly string[]) =>
  (record: CloudTrailRecord): Resource | undefined => {
    const id = text(first(record.params, ...names))
    return named(type, id === undefined ? undefined : arn(record, service, `${path}${id}`))
  }
const recorder = of('recorder', 'config', 'config-recorder/', 'configurationRecorderName')
export const config: ServiceReaders = {
  StopConfigurationRecorder: on(recorder, 'audit-changed', off, { scope: 'config' }),
  DeleteConfigurationRecorder: on(recorder, 'audit-changed', off, { scope: 'config' }),
  StartConfigurationRecorder: on(recorder, 'audit-changed', back, { scope: 'config' }),
  DeleteDeliveryChannel: on(
    of('recorder', 'config', 'delivery-channel/', 'deliveryChannelName'),
    'audit-changed',
    off,
    { scope: 'config' },
  ),
}
const detector = of('detector', 'guardduty', 'detector/', 'detectorId')
export const guardduty: ServiceReaders = {
  DeleteDetector: on(detector, 'audit-changed', off, { scope: 'detector' }),
  UpdateDetector: (record) => ({
    action: truth(record.params.enable) === false ? 'audit-changed' : 'other',
    resource: detector(record),
    changes: truth(record.params.enable) === false ? off : [],
    detail: { scope: 'detector' },
  }),
  DisassociateFromMasterAccount: on(detector, 'audit-changed', off, { scope: 'detector' }),
  DisassociateFromAdministratorAccount: on(detector, 'audit-changed', off, { scope: 'detector' }),
  StopMonitoringMembers: on(detector, 'audit-changed', off, { scope: 'detector' }),
}
const hub = (record: CloudTrailRecord): Resource => ({
  type: 'detector',
  id: arn(record, 'securityhub', 'hub/default'),
  name: 'security hub',
})
export const securityhub: ServiceReaders = { DisableSecurityHub: on(hub, 'audit-changed', off, { scope: 'detector' }) }

const logGroup = of('log-group', 'logs', 'log-group:', 'logGroupName')
export const logs: ServiceReaders = {
  DeleteLogGroup: on(logGroup, 'audit-changed', off, { scope: 'logs' }),
  DeleteLogStream: on(logGroup, 'audit-changed', off, { scope: 'logs' }),
  DeleteSubscriptionFilter: on(logGroup, 'audit-changed', off, { scope: 'logs' }),
  PutRetentionPolicy: on(logGroup, 'other'),
}
const busRule = of('forwarding-rule', 'events', 'rule/', 'name', 'rule')
export const events: ServiceReaders = {
  DisableRule: on(busRule, 'audit-changed', off, { scope: 'forwarding' }),
  DeleteRule: on(busRule, 'audit-changed', off, { scope: 'forwarding' }),
  RemoveTargets: on(busRule, 'audit-changed', off, { scope: 'forwarding' }),
  EnableRule: on(busRule, 'audit-changed', back, { scope: 'forwarding' }),
}

const account = (record: CloudTrailRecord): Resource => {
  const id = text(first(record.params, 'accountId', 'targetId', 'sourceParentId')) ?? record.account
  return { type: 'account', id, name: id }
}
const own = (record: CloudTrailRecord): Resource => ({ type: 'account', id: record.account, name: record.account })
const guardOff: Reader = (record) => ({
  action: 'guard-policy-removed',
  resource: account(record),
  detail: { guard: text(first(record.params, 'policyId', 'policyType')) ?? 'policy' },
})
export const organizations: ServiceReaders = {
  LeaveOrganization: on(own, 'organization-left'),
  RemoveAccountFromOrganization: on(account, 'organization-left'),
  CloseAccount: on(account, 'parent-deleted'),
  DeleteOrganization: on(own, 'parent-deleted'),
  DeleteOrganizationalUnit: on(own, 'other'),
  MoveAccount: on(account, 'guard-policy-removed', [], { guard: 'organizational-unit' }),
  DetachPolicy: guardOff,
  DeletePolicy: guardOff,
  DisablePolicyType: guardOff,
  UpdatePolicy: (record) => ({
    action: 'other',
    resource: account(record),
    detail: { guard: text(record.params.policyId) ?? 'policy' },
  }),
}
export const accountService: ServiceReaders = { CloseAccount: on(own, 'parent-deleted') }
