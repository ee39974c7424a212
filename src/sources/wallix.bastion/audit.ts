// What an administrator changed in the bastion itself: by the kind of object and what was done to it.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { type Facts, listing, secondFactor } from '../kit/facts.ts'
import { addedIn, type Info, infoOf, removedIn, type WallixRecord } from './record.ts'

interface Done {
  readonly record: WallixRecord
  readonly bastion: string
  readonly action: string
  readonly name: string
}
type Reader = (done: Done) => Facts

/** Profiles that come with the bastion and may change it. */
const top = /^(product_administrator|operation_administrator|system_administrator|administrator)$/i

const of = ({ bastion, name }: Done, type: string, named = name): Resource | undefined =>
  named === '' ? undefined : { type, id: `${bastion}/${type}/${named}`, name: named }

const person = (done: Done, name = done.name): Pick<Facts, 'resource' | 'target'> =>
  name === '' ? {} : { resource: of(done, 'user', name), target: { id: accountId(name, done.bastion), name } }

const isAdded = ({ action }: Done): boolean => action === 'add'
const isGone = ({ action }: Done): boolean => action === 'delete'

const account: Reader = (done) => {
  const profile = infoOf(done.record, 'profile')
  if (isGone(done)) return { action: 'user-removed', ...person(done) }
  if (profile && top.test(profile.to)) return { action: 'admin-added', ...person(done), detail: { role: profile.to } }
  if (isAdded(done)) return { action: 'user-added', ...person(done) }
  if (infoOf(done.record, 'userpassword', 'password')) {
    const own = done.name !== '' && done.name === done.record.fields.user
    return {
      action: 'credential-added',
      ...person(done),
      detail: { credential: 'password', ...(own ? { own: true } : {}) },
    }
  }
  if (profile) return { action: 'role-granted', ...person(done), detail: { role: profile.to } }
  const factor = infoOf(done.record, 'userauths', 'secondaryauths', 'mfa')
  if (
    factor?.from !== undefined &&
    /radius|totp|otp|ping|saml|certificate/i.test(factor.from) &&
    !/radius|totp|otp|ping|saml|certificate/i.test(factor.to)
  )
    return { action: 'mfa-changed', ...person(done), changes: [secondFactor('off')] }
  return { action: 'other', ...person(done) }
}

const members: Reader = (done) => {
  const users = infoOf(done.record, 'users', 'members')
  const [joined] = addedIn(users)
  const [left] = removedIn(users)
  const resource = of(done, 'group')
  if (joined)
    return {
      action: 'role-granted',
      ...person(done, joined),
      detail: { role: done.name, members: [...addedIn(users)] },
    }
  if (left) return { action: 'role-revoked', ...person(done, left), detail: { role: done.name } }
  if (isAdded(done)) return { action: 'group-created', resource }
  if (isGone(done)) return { action: 'user-removed', resource }
  return { action: 'other', resource }
}

const made =
  (added: Facts['action'], removed: Facts['action'], type: string, detail: Facts['detail'] = {}): Reader =>
  (done) => ({
    action: isAdded(done) ? added : isGone(done) ? removed : 'other',
    resource: of(done, type),
    ...(isAdded(done) && Object.keys(detail).length > 0 ? { detail } : {}),
  })

const always =
  (action: Facts['action'], type: string): Reader =>
  (done) => ({ action, resource: of(done, type, done.name || (done.record.fields.type ?? '')) })

const isOff = ({ to }: Info): boolean => /^(false|off|no|0|none)$/i.test(to)

/** Who may reach which targets, whether somebody has to agree, and whether it is recorded. */
const authorization: Reader = (done) => {
  const resource = of(done, 'policy')
  const approval = infoOf(done.record, 'approvalrequired', 'approval')
  const quorum = infoOf(done.record, 'quorum', 'activequorum')
  const recorded = infoOf(done.record, 'isrecorded', 'recorded', 'sessionrecording')
  if (done.action === 'edit' && approval)
    return {
      action: 'four-eyes-changed',
      resource,
      changes: [{ setting: 'four-eyes', to: isOff(approval) ? 'off' : 'on' }],
    }
  if (done.action === 'edit' && quorum && Number.isFinite(Number(quorum.to))) {
    const from = quorum.from === undefined || quorum.from === '' ? Number.NaN : Number(quorum.from)
    return {
      action: 'four-eyes-changed',
      resource,
      changes: [{ setting: 'approvals', ...(Number.isFinite(from) ? { from } : {}), to: Number(quorum.to) }],
    }
  }
  if (done.action === 'edit' && recorded)
    return {
      action: 'audit-changed',
      resource: of(done, 'trail', `recording of ${done.name}`),
      changes: [{ setting: 'logging', to: isOff(recorded) ? 'off' : 'on' }],
      detail: { scope: 'export', explicit: true },
    }
  if (isAdded(done)) return { action: 'role-granted', resource, detail: { role: done.name } }
  return isGone(done) ? { action: 'role-revoked', resource } : { action: 'other', resource }
}

/** How sessions are recorded: sealed and encrypted, or neither. */
const recording: Reader = (done) => {
  const info = done.record.infos.find(({ from }) => from !== undefined)
  const kept = (text: string | undefined): number =>
    text === undefined ? 0 : Number(!/\bno checksum/i.test(text)) + Number(!/\bno encryption/i.test(text))
  const weaker = info !== undefined && kept(info.to) < kept(info.from)
  return {
    action: 'audit-changed',
    resource: of(done, 'trail', 'session recordings'),
    changes: weaker
      ? [{ setting: 'logging-scope', from: info?.from ?? '', to: info?.to ?? '', direction: 'weakened' }]
      : [],
    detail: { scope: 'export', explicit: true },
  }
}

const forwarding: Reader = (done) => ({
  action: 'audit-changed',
  resource: of(done, 'trail', done.name || 'SIEM integration'),
  changes: isGone(done) ? [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }] : [],
  detail: { scope: 'export', explicit: true },
})

const logs: Reader = (done) =>
  isGone(done)
    ? {
        action: 'audit-changed',
        resource: of(done, 'trail', 'session recordings'),
        changes: [{ setting: 'logging-scope', to: 'narrow', direction: 'weakened' }],
        detail: { scope: 'export', explicit: true },
      }
    : { action: 'other', resource: of(done, 'trail') }

const time: Reader = (done) => ({
  action: 'clock-changed',
  resource: { type: 'host', id: done.bastion, name: done.bastion },
  changes: done.record.infos.slice(0, 1).map(({ to }) => ({ setting: 'time-servers', to })),
})

const trust = always('role-trust-changed', 'policy')

/** Kinds of objects in small letters without blanks, dashes and lines below. */
const readers: Readonly<Record<string, Reader>> = {
  user: account,
  usergroup: members,
  profile: (done) => ({
    action: isAdded(done) ? 'user-added' : isGone(done) ? 'user-removed' : 'role-granted',
    resource: of(done, 'role'),
  }),
  profil: (done) => ({
    action: isAdded(done) ? 'user-added' : isGone(done) ? 'user-removed' : 'role-granted',
    resource: of(done, 'role'),
  }),
  apikey: made('credential-added', 'credential-removed', 'credential', { credential: 'access-key' }),
  account: made('credential-added', 'credential-removed', 'credential', { credential: 'password' }),
  authorization,
  recordingoptions: recording,
  siemlog: forwarding,
  siemdest: forwarding,
  sessionlog: logs,
  session: logs,
  timeservice: time,
  authdomain: trust,
  authdomainmapping: trust,
  ldapdomain: trust,
  ldapmapping: trust,
  userauth: trust,
  x509parameters: trust,
  crypto: always('encryption-changed', 'key-store'),
}

/** What stands in `wabaudit`, `sysaudit` and `CLI Audit`. @param bastion the appliance, in small letters */
export function auditFacts(record: WallixRecord, bastion: string): Facts {
  const action = (record.fields.action ?? '').toLowerCase()
  const kind = (record.fields.type ?? '').toLowerCase().replace(/[\s_/-]/g, '')
  const name = (record.fields.object ?? '').replace(/\\n|\n/g, '').trim()
  const done: Done = { record, bastion, action, name }
  if (kind === 'backuprestore') {
    if (action === 'restore')
      return { action: 'repository-changed', resource: of(done, 'console', bastion), detail: { forced: true } }
    return { action: 'other', resource: of(done, 'console', bastion) }
  }
  if (/^(list|view|download|log)$/.test(action)) return { action: 'read', resource: of(done, 'policy') }
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined
  return listing(read?.(done) ?? { action: 'other', resource: of(done, 'policy') })
}
