// IAM policies of anything: who got which role and who lost one, and whether the log of reads and writes was narrowed.
import type { JsonObject } from '../../../lib/json.ts'
import type { Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { object, objects, text, texts } from '../../kit/look.ts'
import { principalId } from '../principal.ts'
import { asked, change, type GcpRecord } from '../record.ts'

/** Roles that may end copies, change what guards them, or give themselves the right to. */
const top =
  /^roles\/(owner|editor|backupdr\.(admin|backupvaultadmin|superadmin)|storage\.(admin|legacyBucketOwner)|cloudkms\.admin|iam\.(securityAdmin|organizationRoleAdmin|serviceAccountTokenCreator|serviceAccountKeyAdmin)|resourcemanager\.(organizationAdmin|projectIamAdmin|folderAdmin|projectDeleter|lienModifier)|compute\.(admin|storageAdmin)|logging\.(admin|configWriter)|orgpolicy\.policyAdmin|cloudsql\.admin|billing\.admin)$/i

const isTop = (role: string): boolean =>
  top.test(role) || (/backup/i.test(role) && /admin|owner/i.test(role) && !/read|view/i.test(role))

interface Delta {
  readonly action: string
  readonly role: string
  readonly member: string
}

/** What an entry says of bindings: its delta; a bucket's `setIamPermissions` has it under another name. */
function deltasIn({ payload, raw }: GcpRecord): readonly Delta[] {
  const places = [payload.serviceData, payload.servicedata_v1_iam, payload.metadata, raw.serviceData].map(object)
  const found = places.flatMap((place) =>
    objects(asked(place, 'policydelta.bindingdeltas') ?? asked(place, 'datasetchange.bindings')),
  )
  return found.slice(0, 100).flatMap((delta) => {
    const [action, role, member] = [text(delta.action), text(delta.role), text(delta.member)]
    return role === undefined || member === undefined ? [] : [{ action: (action ?? 'ADD').toUpperCase(), role, member }]
  })
}

/** `user:mara@acme.example.com` is who acts under that address; a deleted one carries a number. */
const memberId = (member: string): string => principalId(plainMember(member))
const plainMember = (member: string): string =>
  member
    .replace(/^deleted:/, '')
    .replace(/^(user|serviceAccount|group|domain|principal|principalSet):/, '')
    .replace(/\?uid=\d+$/, '')

const kindOf = (member: string): string =>
  /(^|:)serviceAccount:/.test(member) ? 'service-account' : /(^|:)group:/.test(member) ? 'group' : 'user'

const everybody = new Set(['allUsers', 'allAuthenticatedUsers'])

/**
 * The facts of a policy set on something. The gravest of its deltas is the act; members of the others stand beside it.
 * @param on what the policy guards
 */
export function policyFacts(record: GcpRecord, on: Resource | undefined): Facts {
  const deltas = deltasIn(record)
  const audit = auditFacts(record, on)
  if (audit && deltas.length === 0) return audit
  const scope = on ? { related: [on] } : {}
  const added = deltas.filter(({ action }) => action === 'ADD')
  const open = added.find(({ member }) => everybody.has(member))
  if (open && on) {
    const manages = isTop(open.role)
    return {
      action: 'access-policy-changed',
      resource: on,
      changes: [change('private', 'off', { direction: 'weakened' })],
      detail: { public: true, role: open.role, ...(manages ? { foreign_manages: true } : {}) },
    }
  }
  const gravest = added.find(({ role }) => isTop(role)) ?? added[0] ?? deltas[0]
  if (gravest === undefined) return withoutDelta(record, on)
  const id = memberId(gravest.member)
  const container = on
    ? { container: { type: on.type, id: on.id, ...(on.name === undefined ? {} : { name: on.name }) } }
    : {}
  return {
    action: gravest.action !== 'ADD' ? 'role-revoked' : isTop(gravest.role) ? 'admin-added' : 'role-granted',
    resource: { type: kindOf(gravest.member), id, name: plainMember(gravest.member), ...container },
    target: { id, name: plainMember(gravest.member) },
    ...scope,
    detail: {
      role: gravest.role,
      ...(deltas.length > 1 ? { members: [...new Set(deltas.map(({ member }) => memberId(member)))] } : {}),
    },
  }
}

/** A policy whose delta the entry leaves out: whole bindings are in the request, and nobody can tell which are new. */
const withoutDelta = (record: GcpRecord, on: Resource | undefined): Facts => {
  const bindings = objects(asked(record.request, 'policy.bindings')).slice(0, 200)
  const opened = bindings.some((binding) => texts(binding.members).some((member) => everybody.has(member)))
  return {
    action: 'access-policy-changed',
    resource: on,
    ...(opened ? { detail: { public: true } } : {}),
  }
}

/** Data access logs are switched by the same policy; whoever is exempted writes unseen. */
function auditFacts({ payload, request, mask }: GcpRecord, on: Resource | undefined): Facts | undefined {
  const deltas = [payload.serviceData, payload.metadata].flatMap((place) =>
    objects(asked(object(place), 'policydelta.auditconfigdeltas')),
  )
  const configs = asked(request, 'policy.auditconfigs')
  if (deltas.length === 0 && !(mask.includes('auditconfigs') && configs !== undefined)) return undefined
  const removed = deltas.some((delta: JsonObject) => {
    const exempts = text(delta.exemptedMember) !== undefined
    return (text(delta.action) === 'REMOVE') !== exempts
  })
  const kinds = deltas.map((delta) => `${text(delta.service) ?? 'allServices'}:${text(delta.logType) ?? 'all'}`)
  const exempted = deltas.flatMap((delta) => (text(delta.action) === 'ADD' ? (text(delta.exemptedMember) ?? []) : []))
  return {
    action: 'audit-changed',
    resource: {
      type: 'trail',
      id: `${on?.id ?? ''}/auditConfigs`,
      name: 'auditConfigs',
      ...(on ? { container: { type: on.type, id: on.id } } : {}),
    },
    changes: [change('logging', removed ? 'off' : 'on', { direction: removed ? 'weakened' : 'strengthened' })],
    detail: { scope: 'trail', explicit: true, categories: kinds, ...(exempted.length > 0 ? { exempted } : {}) },
  }
}
