// Cloud KMS: versions of keys destroyed, disabled, rotated; keys, their rotation and who may use them. Secret Manager beside it.
import type { Resource } from '../../../model/event.ts'
import { text } from '../../kit/look.ts'
import {
  asked,
  change,
  days,
  type GcpRecord,
  type Reader,
  type Readers,
  resourceOf,
  secondsInDays,
  upTo,
} from '../record.ts'
import { policyFacts } from './policies.ts'

/** The key of a version, of an import, or the key itself: versions come and go, the key is what seals. */
function keyOf({ target, response, request }: GcpRecord): Resource | undefined {
  const path =
    upTo(target, 'cryptoKeys') ??
    upTo(text(response.name) ?? '', 'cryptoKeys') ??
    upTo(text(request.name) ?? '', 'cryptoKeys')
  const named = text(request.cryptoKeyId) ?? text(request.crypto_key_id)
  const ring = upTo(target, 'keyRings')
  const whole = path ?? (named !== undefined && ring !== undefined ? `${ring}/cryptoKeys/${named}` : undefined)
  if (whole === undefined) return target === '' ? undefined : resourceOf('key-store', target)
  return resourceOf('key', whole, ['key-store', 'keyRings'])
}
const on =
  (action: ReturnType<Reader>['action'], more: Partial<ReturnType<Reader>> = {}): Reader =>
  (record) => ({ action, resource: keyOf(record), ...more })

const versionIn = ({ target }: GcpRecord): string | undefined => /cryptoKeyVersions\/(\d+)/.exec(target)?.[1]

const destroyed: Reader = (record) => {
  const version = versionIn(record)
  return {
    action: 'key-destruction-scheduled',
    resource: keyOf(record),
    detail: version === undefined ? {} : { key: `version ${version}` },
  }
}

/** A version is switched by its state; the update names which field it is about. */
const versionUpdated: Reader = (record) => {
  const state = (
    text(asked(record.request, 'cryptokeyversion.state')) ??
    text(asked(record.response, 'state')) ??
    ''
  ).toUpperCase()
  const resource = keyOf(record)
  if (state === 'DISABLED') return { action: 'key-disabled', resource }
  return { action: state === 'ENABLED' ? 'key-enabled' : 'other', resource }
}

/** How long a version waits before it is gone can be cut to a day only where a key is made; rotation can be switched at any time. */
const keyUpdated: Reader = (record) => {
  const { mask, request } = record
  const resource = keyOf(record)
  const period = secondsInDays(asked(request, 'cryptokey.rotationperiod'))
  if (mask.some((field) => /^(rotationperiod|nextrotationtime)/.test(field)))
    return {
      action: 'key-rotation-changed',
      resource,
      changes: [change('key-rotation', period === undefined ? 'off' : 'on')],
    }
  const delay = secondsInDays(asked(request, 'cryptokey.destroyscheduledduration'))
  if (delay !== undefined) return { action: 'guard-changed', resource, changes: days('undo-window', delay) }
  return { action: mask.some((field) => field.startsWith('labels')) ? 'tags-changed' : 'other', resource }
}

const primary = on('key-rotated', { detail: { rotation: 'by-hand' } })
const secret =
  (action: ReturnType<Reader>['action'], permanent = false): Reader =>
  ({ target }) => ({
    action,
    resource: target === '' ? undefined : resourceOf('credential', upTo(target, 'secrets') ?? target),
    ...(permanent ? { detail: { permanent: true } } : {}),
  })

export const keys: Readers = {
  destroycryptokeyversion: destroyed,
  restorecryptokeyversion: on('key-destruction-cancelled'),
  updatecryptokeyversion: versionUpdated,
  createcryptokeyversion: on('key-rotated', { detail: { rotation: 'by-hand' } }),
  importcryptokeyversion: on('key-rotated', { detail: { rotation: 'by-hand' } }),
  updatecryptokeyprimaryversion: primary,
  createcryptokey: on('key-created'),
  updatecryptokey: keyUpdated,
  deletecryptokey: on('key-destruction-scheduled', { detail: { permanent: true } }),
  deletecryptokeyversion: on('key-destruction-scheduled', { detail: { permanent: true } }),
  encrypt: on('key-used'),
  decrypt: on('key-used'),
  rawencrypt: on('key-used'),
  rawdecrypt: on('key-used'),
  asymmetricsign: on('key-used'),
  asymmetricdecrypt: on('key-used'),
  deleteekmconnection: on('key-disabled'),
  updateekmconnection: on('other'),
  setiampolicy: (record) => {
    const facts = policyFacts(record, keyOf(record))
    return facts.action === 'access-policy-changed' ? { ...facts, action: 'key-policy-changed' } : facts
  },
}

export const secrets: Readers = {
  deletesecret: secret('credential-removed', true),
  destroysecretversion: secret('credential-removed', true),
  disablesecretversion: secret('credential-removed'),
  addsecretversion: secret('credential-added'),
  setiampolicy: (record) =>
    policyFacts(record, resourceOf('credential', upTo(record.target, 'secrets') ?? (record.target || 'secrets'))),
}
