// KMS and CloudHSM: what is done to the keys that copies are sealed with.
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { first, number, object, objects, text } from '../../kit/look.ts'
import { policyFacts } from '../policy.ts'
import {
  accountOf,
  arn,
  type CloudTrailRecord,
  isSilent,
  named,
  type Reader,
  type ServiceReaders,
  tagsOf,
} from '../record.ts'

function keyOf(record: CloudTrailRecord): Resource | undefined {
  const service = object(record.raw.serviceEventDetails)
  const listed = objects(record.raw.resources)
    .map((entry) => text(first(entry, 'ARN', 'arn')))
    .find((id) => id?.includes(':key/'))
  const given = text(first(record.params, 'keyId', 'targetKeyId')) ?? text(record.response.keyId) ?? text(service.keyId)
  const metadata = object(record.response.keyMetadata)
  const stated = text(record.response.keyId)?.startsWith('arn:') ? text(record.response.keyId) : undefined
  const whole =
    listed ??
    stated ??
    text(metadata.arn) ??
    given ??
    text(metadata.keyId) ??
    /arn:aws[a-z-]*:kms:[^\s"]{1,80}:key\/[0-9a-zA-Z-]+/.exec(record.message)?.[0]
  if (whole === undefined) return undefined
  const id = whole.startsWith('arn:') || whole.startsWith('alias/') ? whole : arn(record, 'kms', `key/${whole}`)
  const description = text(record.params.description) ?? text(metadata.description)
  const tags = tagsOf(record.params.tags)
  return {
    type: 'key',
    id: id.startsWith('alias/') ? arn(record, 'kms', id) : id,
    name: id.split('/').at(-1) ?? id,
    ...(description ? { description } : {}),
    ...(tags ? { tags } : {}),
  }
}

const onKey =
  (action: Facts['action'], more: (record: CloudTrailRecord) => Partial<Facts> = () => ({})): Reader =>
  (record) => ({ action, resource: keyOf(record), ...more(record) })

const change = (setting: string, to: string | number): { readonly changes: readonly Change[] } => ({
  changes: [{ setting, to }],
})

const storeOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(record.params.customKeyStoreId)
  return named('key-store', id === undefined ? undefined : arn(record, 'kms', `custom-key-store/${id}`))
}
const onStore =
  (action: Facts['action']): Reader =>
  (record) => ({ action, resource: storeOf(record) })

const used = onKey('key-used')

const aliased =
  (moved: boolean): Reader =>
  (record) => {
    const alias = text(record.params.aliasName)
    const key = keyOf(record)
    return {
      action: 'key-alias-changed',
      resource: alias ? { type: 'alias', id: arn(record, 'kms', alias), name: alias } : key,
      ...(key && alias ? { related: [key] } : {}),
      detail: { moved },
    }
  }

export const kms: ServiceReaders = {
  CreateKey: onKey('key-created'),
  ReplicateKey: onKey('key-created'),
  ScheduleKeyDeletion: onKey('key-destruction-scheduled', (record) => {
    const said = number(record.params.pendingWindowInDays) ?? number(record.response.pendingWindowInDays)
    return said === undefined && isSilent(record) ? {} : { detail: { days_left: said ?? 30 } }
  }),
  DeleteKey: onKey('key-destruction-scheduled', () => ({ detail: { days_left: 0, done: true } })),
  CancelKeyDeletion: onKey('key-destruction-cancelled'),
  DisableKey: onKey('key-disabled'),
  EnableKey: onKey('key-enabled'),
  DeleteImportedKeyMaterial: onKey('key-material-deleted'),
  DeleteExpiredKeyMaterial: onKey('key-material-deleted', () => ({ detail: { expired: true } })),
  ImportKeyMaterial: onKey('key-enabled', () => ({ detail: { material: true } })),
  RotateKeyOnDemand: onKey('key-rotated', () => ({ detail: { rotation: 'by-hand' } })),
  RotateKey: onKey('key-rotated', (record) => ({
    detail: {
      rotation:
        text(object(record.raw.serviceEventDetails).rotationType)?.toUpperCase() === 'ON_DEMAND'
          ? 'by-hand'
          : 'automatic',
      echo: true,
    },
  })),
  DisableKeyRotation: onKey('key-rotation-changed', () => change('key-rotation', 'off')),
  EnableKeyRotation: onKey('key-rotation-changed', () => change('key-rotation', 'on')),
  PutKeyPolicy: onKey('key-policy-changed', (record) => policyFacts(record.params.policy, record)),
  CreateGrant: onKey('role-granted', (record) => ({
    detail: foreignGrantee(text(record.params.granteePrincipal), record),
  })),
  RevokeGrant: onKey('role-revoked', () => ({ detail: { grant: true } })),
  RetireGrant: onKey('role-revoked', () => ({ detail: { grant: true } })),
  CreateAlias: aliased(false),
  UpdateAlias: aliased(true),
  DeleteAlias: aliased(true),
  UpdatePrimaryRegion: onKey('other'),
  UpdateKeyDescription: onKey('tags-changed'),
  TagResource: onKey('tags-changed'),
  UntagResource: onKey('tags-changed'),
  DisconnectCustomKeyStore: onStore('key-disabled'),
  DeleteCustomKeyStore: onStore('key-destruction-scheduled'),
  ConnectCustomKeyStore: onStore('key-enabled'),
  UpdateCustomKeyStore: onStore('key-policy-changed'),
  Decrypt: used,
  Encrypt: used,
  GenerateDataKey: used,
  GenerateDataKeyWithoutPlaintext: used,
  ReEncrypt: used,
}

function foreignGrantee(principal: string | undefined, record: CloudTrailRecord): Facts['detail'] & object {
  const account = accountOf(principal)
  return account !== undefined && account !== record.account ? { foreign_accounts: [account] } : {}
}

const clusterOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(first(record.params, 'clusterId', 'ClusterId'))
  return named('key-store', id === undefined ? undefined : arn(record, 'cloudhsm', `cluster/${id}`))
}
const backupOf = (record: CloudTrailRecord): Resource | undefined => {
  const id = text(first(record.params, 'backupId', 'BackupId'))
  return named('recovery-point', id === undefined ? undefined : arn(record, 'cloudhsm', `backup/${id}`))
}

export const cloudhsm: ServiceReaders = {
  DeleteCluster: (record) => ({ action: 'key-destruction-scheduled', resource: clusterOf(record) }),
  DeleteHsm: (record) => ({ action: 'key-disabled', resource: clusterOf(record) }),
  DeleteBackup: (record) => ({ action: 'recovery-point-deleted', resource: backupOf(record) }),
  RestoreBackup: (record) => ({ action: 'other', resource: backupOf(record) }),
  ModifyBackupAttributes: (record) => ({ action: 'retention-changed', resource: backupOf(record) }),
}
