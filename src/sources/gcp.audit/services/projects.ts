// What Google's resources lie in, and what guards them: projects, folders, liens, organization policies, service accounts, logs.
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { number, object, objects, text } from '../../kit/look.ts'
import { asked, change, days, type GcpRecord, on, type Reader, type Readers, resourceOf } from '../record.ts'
import { policyFacts } from './policies.ts'

/** A project by its id, as every entry of its own carries it. */
function project(record: GcpRecord): Resource | undefined {
  const name = /^projects\/([^/]+)/.exec(record.target)?.[1] ?? record.project
  if (name !== '' && !/^(folders|organizations)\//.test(record.target)) return { type: 'project', id: name, name }
  return record.target === '' ? undefined : { ...resourceOf('organization', record.target) }
}
const gone: Reader = (record) => ({ action: 'parent-deleted', resource: project(record) })
const moved: Reader = (record) => {
  const to = text(asked(record.request, 'destinationparent'))
  return { action: 'parent-deleted', resource: project(record), ...(to === undefined ? {} : { detail: { to } }) }
}

/** A project is changed in many ways; another parent takes it out from under its policies. */
const updated: Reader = (record) => {
  const parent = asked(record.request, 'project.parent')
  return record.mask.includes('parent') || (record.mask.length === 0 && parent !== undefined)
    ? gone(record)
    : { action: 'other', resource: project(record) }
}

/** A lien holds a project against deletion. */
const unliened: Reader = (record) => ({
  action: 'guard-policy-removed',
  resource: record.target === '' ? undefined : resourceOf('policy', record.target),
  ...(record.project === '' ? {} : { related: [{ type: 'project', id: record.project, name: record.project }] }),
})

/** Constraints that guard copies: enforced retention and soft delete, detailed logs, where keys come from, who may come in. */
const guards =
  /retention|softDelete|detailedAuditLogging|publicAccessPrevention|restrictNonCmek|backup|cmek|allowedPolicyMemberDomains|disableServiceAccountKey|minimumDestroy/i
const policyRemoved: Reader = (record) => {
  const name =
    record.target || (text(asked(record.request, 'policy.name')) ?? text(asked(record.request, 'constraint')) ?? '')
  return {
    action: guards.test(name) ? 'guard-policy-removed' : 'other',
    resource: name === '' ? undefined : resourceOf('policy', name),
  }
}
const policyUpdated: Reader = (record) => {
  const name =
    text(asked(record.request, 'policy.name')) ?? text(asked(record.request, 'policy.constraint')) ?? record.target
  const rules = objects(asked(record.request, 'policy.spec.rules'))
  const off =
    rules.some((rule) => asked(rule, 'enforce') === false) ||
    asked(record.request, 'policy.booleanpolicy.enforced') === false
  return {
    action: off && guards.test(name) ? 'guard-policy-removed' : 'other',
    resource: name === '' ? undefined : resourceOf('policy', name),
  }
}

export const resourceManager: Readers = {
  deleteproject: gone,
  undeleteproject: (record) => ({ action: 'other', resource: project(record), detail: { recovered: true } }),
  moveproject: moved,
  updateproject: updated,
  deletefolder: gone,
  movefolder: moved,
  deletelien: unliened,
  createlien: (record) => ({
    action: 'guard-changed',
    resource: project(record),
    changes: [change('deletion-protection', 'on', { direction: 'strengthened' })],
  }),
  setiampolicy: (record) => policyFacts(record, project(record)),
  setorgpolicy: policyUpdated,
  clearorgpolicy: policyRemoved,
}
export const orgPolicy: Readers = {
  deletepolicy: policyRemoved,
  updatepolicy: policyUpdated,
  deletecustomconstraint: policyRemoved,
}
export const billing: Readers = {
  disableprojectbilling: gone,
  updateprojectbillinginfo: (record) =>
    text(asked(record.request, 'projectbillinginfo.billingaccountname')) === undefined
      ? gone(record)
      : { action: 'other', resource: project(record) },
  assignresourcetobillingaccount: (record) => ({ action: 'other', resource: project(record) }),
}

/** Service accounts by the address that they act under. */
function account({ target, request, response, labels }: GcpRecord): Resource | undefined {
  const id =
    text(labels.email_id) ??
    text(response.email) ??
    /serviceAccounts\/([^/]+)/.exec(target)?.[1] ??
    text(asked(request, 'accountid'))
  return id === undefined ? undefined : { type: 'service-account', id: id.toLowerCase(), name: id }
}
const onAccount =
  (action: Facts['action'], credential?: string): Reader =>
  (record) => {
    const resource = account(record)
    return {
      action,
      resource,
      ...(resource ? { target: { id: resource.id, name: resource.name ?? resource.id } } : {}),
      ...(credential === undefined ? {} : { detail: { credential } }),
    }
  }
export const iam: Readers = {
  createserviceaccount: onAccount('user-added'),
  deleteserviceaccount: onAccount('user-removed'),
  disableserviceaccount: onAccount('credential-removed'),
  createserviceaccountkey: onAccount('credential-added', 'access-key'),
  uploadserviceaccountkey: onAccount('credential-added', 'access-key'),
  deleteserviceaccountkey: onAccount('credential-removed', 'access-key'),
  disableserviceaccountkey: onAccount('credential-removed', 'access-key'),
  createrole: on('role', 'user-added'),
  deleterole: on('role', 'user-removed'),
  setiampolicy: (record) => policyFacts(record, account(record)),
}

/** A sink may send elsewhere, ask for less, leave out more, or stand still. */
function sinkChanges({ request, mask }: GcpRecord): readonly Change[] {
  const sink = object(asked(request, 'sink'))
  const exclusions = objects(asked(sink, 'exclusions'))
  const active = exclusions.filter((one) => asked(one, 'disabled') !== true)
  const told = (field: string): boolean => mask.length === 0 || mask.includes(field)
  const goal = text(asked(sink, 'destination'))
  return [
    ...(asked(sink, 'disabled') === true
      ? [change('logging', 'off')]
      : asked(sink, 'disabled') === false
        ? [change('logging', 'on')]
        : []),
    ...(told('exclusions') && asked(sink, 'exclusions') !== undefined
      ? [
          // What an update of exclusions names is left out from now on, whatever was before.
          active.length > 0
            ? change('logging-scope', 'narrow', { direction: 'weakened' })
            : change('logging-scope', 'full'),
        ]
      : []),
    ...(told('filter') && asked(sink, 'filter') !== undefined
      ? [change('logging-scope', text(asked(sink, 'filter')) === undefined ? 'full' : 'narrow')]
      : []),
    ...(goal !== undefined && (mask.length === 0 || mask.includes('destination'))
      ? [change('logging-target', goal)]
      : []),
  ]
}
const log = (record: GcpRecord, scope: string, changes: readonly Change[], more: Facts['detail'] = {}): Facts => {
  const name = text(asked(record.request, 'sink.name')) ?? text(asked(record.request, 'exclusion.name'))
  const path =
    /^(projects|folders|organizations|billingAccounts)\/[^/]+$/.test(record.target) && name !== undefined
      ? `${record.target}/sinks/${name}`
      : record.target
  return {
    action: 'audit-changed',
    resource: path === '' ? undefined : resourceOf('trail', path),
    changes,
    detail: { scope, ...(record.target.startsWith('organizations/') ? { organization: true } : {}), ...more },
  }
}
const off: readonly Change[] = [change('logging', 'off', { direction: 'weakened' })]

/** A bucket of logs keeps them for days; locked, nobody shortens that. */
const bucketUpdated: Reader = (record) =>
  log(record, 'trail', [
    ...days('retention', number(asked(record.request, 'bucket.retentiondays'))),
    ...(asked(record.request, 'bucket.locked') === true ? [change('lock-mode', 'compliance')] : []),
  ])

export const logging: Readers = {
  createsink: (record) =>
    log(record, 'trail', [
      change('logging', 'on'),
      ...sinkChanges(record).filter(({ setting }) => setting !== 'logging'),
    ]),
  updatesink: (record) =>
    log(record, 'trail', sinkChanges(record), record.mask.includes('destination') ? { retargeted: true } : {}),
  deletesink: (record) => log(record, 'trail', off, { explicit: true }),
  deletebucket: (record) => log(record, 'trail', off, { explicit: true }),
  updatebucket: bucketUpdated,
  updatebucketasync: bucketUpdated,
  deletelog: (record) => log(record, 'trail', off, { explicit: true }),
  createexclusion: (record) => log(record, 'trail', [change('logging-scope', 'narrow', { direction: 'weakened' })]),
  updateexclusion: (record) => log(record, 'trail', [change('logging-scope', 'narrow')]),
  deleteexclusion: (record) => log(record, 'trail', [change('logging-scope', 'full', { direction: 'strengthened' })]),
  deleteview: (record) => log(record, 'logs', off),
}
export const pubsub: Readers = {
  deletetopic: (record) => log(record, 'transport', off, { explicit: true }),
  deletesubscription: (record) => log(record, 'transport', off, { explicit: true }),
}
