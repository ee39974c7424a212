// What an event of Druva says: by its documented type, else by the words of its type and details.
import type { Resource } from '../../model/event.ts'
import { factsOf } from '../deeds/facts.ts'
import type { Facts } from '../kit/facts.ts'
import type { DruvaRecord } from './record.ts'

export const placeOf = ({ tenant }: DruvaRecord): string => (tenant === '' ? 'druva' : tenant)
const consoleOf = (record: DruvaRecord): Resource => ({ type: 'console', id: placeOf(record), name: placeOf(record) })

/** A device, a mailbox or a site of a user, which is what one set of backups belongs to. */
const deviceOf = (record: DruvaRecord): Resource => {
  const named = record.device ?? record.user
  const id = record.deviceId && record.deviceId !== '0' ? record.deviceId : (named ?? '?').toLowerCase()
  return named === undefined
    ? consoleOf(record)
    : {
        type: 'job',
        id: `${placeOf(record)}/device/${record.userId && record.deviceId === undefined ? record.userId : id}`,
        name: record.user && record.device ? `${record.device} of ${record.user}` : named,
      }
}

type Reader = (record: DruvaRecord) => Facts

const run: Reader = (record) =>
  /paus/i.test(record.state)
    ? { action: 'job-stopped', resource: deviceOf(record), detail: { run: true } }
    : {
        action: /resum/i.test(record.state) ? 'run-started' : 'job-finished',
        resource: deviceOf(record),
        detail: {
          ...(record.state ? { state: record.state } : {}),
          ...(/^restore$/i.test(record.type) ? { restore: true } : {}),
        },
      }

const signIn: Reader = (record) => ({
  action: 'sign-in',
  resource: consoleOf(record),
  ...(/api|client/i.test(record.type) ? {} : { detail: { console: true } }),
})

/** A tenant or customer with all its backups, at once or after a delay. */
const tenantGone: Reader = (record) => {
  const name = named(record, /tenant|customer/i) ?? placeOf(record)
  return {
    action: 'parent-deleted',
    resource: { type: 'tenant', id: record.tenant === '' ? `druva/tenant/${name.toLowerCase()}` : record.tenant, name },
  }
}

const named = ({ fields }: DruvaRecord, words: RegExp): string | undefined => {
  const held = fields.find(({ name, to }) => words.test(name) && /name/i.test(name) && typeof to === 'string')?.to
  return typeof held === 'string' ? held : undefined
}

const nothing: Reader = (record) => ({ action: 'other', resource: consoleOf(record) })

/** Types that the vendor lists, blanks left out. */
const types: readonly (readonly [RegExp, Reader])[] = [
  [/^(backup|restore|download|adsync|defensiblee?delet\w*|pstconver\w*)$/, run],
  [/log(in|on)(success|failed|failure)?$/, signIn],
  [/logout$/, nothing],
  [/^(tenant|customer)(deletion|suspension)?(cancelled|canceled|created|updated|resumed)$/, nothing],
  [/^(tenant|customer)(deleted|suspended|deletioninitiated|immediatedeletioninitiated)$/, tenantGone],
  [/^ssoconfiguration/, (record) => ({ action: 'role-trust-changed', resource: consoleOf(record) })],
  [/^(alert|alertresolution|alertnotification|noncompliant|commerciallicense|poclicense|credit)/, nothing],
  // What the cloud platform calls a client is a pair of an id and a secret for its API.
  [
    /^client(created|updated|secretkeyupdated|deleted)$/,
    (record) => {
      const name = named(record, /client/i) ?? record.user ?? 'api client'
      return {
        action: /deleted$/i.test(record.type) ? 'credential-removed' : 'credential-added',
        resource: { type: 'credential', id: `${placeOf(record)}/client/${name.toLowerCase()}`, name },
        detail: { credential: 'access-key' },
      }
    },
  ],
]

/** A row of the audit trail says what was done in one column and to what in another. A backup set is a job with all it kept. */
function rowFacts(record: DruvaRecord, { kind, name }: NonNullable<DruvaRecord['entity']>): Facts {
  if (/^log ?(in|on)$/i.test(record.type)) return signIn(record)
  const set = /^backup ?sets?$/i.test(kind)
  const plain = name ?? '*'
  if (/^(backup now|restore|download)/i.test(record.type))
    return {
      action: 'run-started',
      resource: { type: 'job', id: `${placeOf(record)}/job/${plain.toLowerCase()}`, name: plain },
    }
  const facts = factsOf({
    place: placeOf(record),
    code: /^admin/i.test(kind) ? `${kind} ${record.type}` : record.type,
    text: '',
    kind: set && !/delet|remov/i.test(record.type) ? 'backup job' : kind,
    name,
    target: /^(admin(istrator)?|user)s?$/i.test(kind) ? name : undefined,
    fields: record.fields,
  })
  return set && facts.action === 'recovery-point-deleted'
    ? { ...facts, detail: { ...facts.detail, bulk: true } }
    : facts
}

export function classify(record: DruvaRecord): Facts {
  if (record.entity !== undefined) return rowFacts(record, record.entity)
  const type = record.type.toLowerCase().replace(/[^a-z]/g, '')
  for (const [words, read] of types) if (words.test(type)) return read(record)
  // What the type of an audit trail leaves out stands in its details.
  const trail = /audittrail|adminevent|userevent|deviceevent/.test(type)
  const facts = factsOf({
    place: placeOf(record),
    code: trail ? '' : record.type,
    text: record.text.startsWith('{') ? '' : record.text,
    target: /admin|user/i.test(record.type) || trail ? record.user : undefined,
    name: named(record, /policy|profile|plan|storage|device|server|entity|name/i),
    fields: record.fields,
  })
  return facts
}
