// Versioning, the default lock and replication of a bucket as the body of an S3 call sets them.
import type { JsonObject } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { first, number, object, objects, text } from '../kit/look.ts'

/** A configuration under its own name (`LifecycleConfiguration`), laid out as CloudTrail lays out S3's XML. */
export interface Body {
  readonly params: JsonObject
  /** Epoch milliseconds of the call. */
  readonly time: number
}

export function versioningChanges({ params }: Body): readonly Change[] {
  const configuration = object(params.VersioningConfiguration)
  const status = text(configuration.Status)?.toLowerCase()
  const mfa = text(configuration.MfaDelete)?.toLowerCase()
  return [
    ...(status === undefined ? [] : [{ setting: 'versioning', to: status === 'enabled' ? 'on' : 'suspended' }]),
    ...(mfa === undefined ? [] : [{ setting: 'mfa-delete', to: mfa === 'enabled' ? 'on' : 'off' }]),
  ]
}

/** A configuration without a rule takes the default lock away: S3 API, PutObjectLockConfiguration. */
export function lockChanges({ params }: Body): readonly Change[] {
  const configuration = object(params.ObjectLockConfiguration)
  if (Object.keys(configuration).length === 0) return []
  const rule = object(first(configuration, 'Rule', 'rule'))
  const retention = object(first(rule, 'DefaultRetention', 'defaultRetention'))
  const mode = text(first(retention, 'Mode', 'mode'))
  const years = number(first(retention, 'Years', 'years'))
  const days = number(first(retention, 'Days', 'days')) ?? (years === undefined ? undefined : years * 365)
  if (mode === undefined && days === undefined) return [{ setting: 'lock-mode', to: 'off' }]
  return [
    ...(mode === undefined ? [] : [{ setting: 'lock-mode', to: mode.toLowerCase() }]),
    ...(days === undefined ? [] : [{ setting: 'lock-days', to: days, unit: 'd' }]),
  ]
}

/** On as long as one rule is; off where none is left. */
export function replicationChanges({ params }: Body): readonly Change[] {
  const configuration = object(params.ReplicationConfiguration)
  if (Object.keys(configuration).length === 0) return []
  const enabled = objects(first(configuration, 'Rule', 'Rules')).filter(
    (rule) => text(rule.Status)?.toLowerCase() !== 'disabled',
  )
  return [{ setting: 'replication', to: enabled.length > 0 ? 'on' : 'off' }]
}

/** Until when one object is locked, and how. */
export function retentionChanges({ params }: Body): readonly Change[] {
  const held = object(first(params, 'Retention', 'retention'))
  const mode = text(first(held, 'Mode', 'mode'))?.toLowerCase()
  const until = Date.parse(text(first(held, 'RetainUntilDate', 'retainUntilDate')) ?? '')
  return [
    ...(Number.isNaN(until) ? [] : [{ setting: 'lock-until', to: until }]),
    ...(mode === undefined ? [] : [{ setting: 'lock-mode', to: mode }]),
  ]
}

export function holdChanges({ params }: Body): readonly Change[] {
  const status = text(first(object(first(params, 'LegalHold', 'legalHold')), 'Status', 'status'))?.toLowerCase()
  return status === undefined ? [] : [{ setting: 'legal-hold', to: status === 'on' ? 'on' : 'off' }]
}

/** A configuration that names no target ends the log. */
export function loggingChanges({ params }: Body): readonly Change[] {
  const status = params.BucketLoggingStatus
  return status === undefined
    ? []
    : [{ setting: 'logging', to: object(status).LoggingEnabled === undefined ? 'off' : 'on' }]
}
