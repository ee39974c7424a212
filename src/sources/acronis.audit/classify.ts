// What an entry of Acronis' feed says: by the words of its dotted name, and for alerts by their type.
import type { Resource } from '../../model/event.ts'
import { wordsOf } from '../deeds/deed.ts'
import { factsOf } from '../deeds/facts.ts'
import type { Facts } from '../kit/facts.ts'
import type { AcronisRecord } from './record.ts'

export const placeOf = ({ tenant }: AcronisRecord): string => (tenant === '' ? 'acronis' : tenant.toLowerCase())

/** A plan of protection on a machine is one job. */
const jobOf = (record: AcronisRecord): Resource => {
  const id = record.objectId ?? record.object ?? record.host
  return id === undefined
    ? { type: 'console', id: placeOf(record), name: placeOf(record) }
    : {
        type: 'job',
        id: `${placeOf(record)}/resource/${id.toLowerCase()}`,
        name: record.object ?? record.host ?? id,
        ...(record.plan
          ? { container: { type: 'plan', id: `${placeOf(record)}/plan/${record.plan.id}`, name: record.plan.name } }
          : {}),
      }
}

function alertFacts(record: AcronisRecord): Facts {
  const run =
    /^(backup|recovery|replication|archive|cloudbackup|validation)\w*(failed|canceled|cancelled|succeeded|warning|notresponding|missed|corrupted)/i.exec(
      record.type,
    )
  if (run === null) return { action: 'other', resource: jobOf(record) }
  return {
    action: /^validation/i.test(record.type) ? 'restore-tested' : 'job-finished',
    resource: jobOf(record),
    detail: {
      state: run[2] ?? '',
      ...(/missed/i.test(record.type) ? { overdue: true } : {}),
      ...(/^recovery/i.test(record.type) ? { restore: true } : {}),
    },
  }
}

/** Archives hold all backups of a machine; a tenant is known by its own id. */
const whole = (facts: Facts, { type, text, tenant }: AcronisRecord): Facts =>
  facts.action === 'parent-deleted' && facts.resource && tenant !== ''
    ? { ...facts, resource: { ...facts.resource, id: tenant.toLowerCase() } }
    : facts.action === 'recovery-point-deleted' && /archive/i.test(`${type} ${text}`)
      ? { ...facts, detail: { ...facts.detail, bulk: true } }
      : facts

export function classify(record: AcronisRecord): Facts {
  if (record.kind === 'alert') return alertFacts(record)
  // `cti.a.p.em.event.v1.0~a.active_protection.agent.….v1.0`: what happened stands behind the sign.
  const type = (record.type.split('~').at(-1) ?? '').replace(/^a\.(?:p\.)?/, '').replace(/\.v\d+(\.\d+)?$/, '')
  if (record.kind === 'activity' && /^(backup|recovery|replication)\b/i.test(type) && !/delet|remov/i.test(type))
    return {
      action: 'job-finished',
      resource: jobOf(record),
      detail: {
        ...(record.result ? { state: record.result } : {}),
        ...(/^recovery/i.test(type) ? { restore: true } : {}),
      },
    }
  // A setting has its name where other entries have that of a thing.
  const setting = /\bsettings?\b.*\b(update|change|set|delete)\b/i.test(wordsOf(type)) && record.object !== undefined
  // What the platform sets by itself, nobody did.
  if (setting && record.who === undefined) return { action: 'other', resource: jobOf(record) }
  return whole(
    factsOf({
      place: placeOf(record),
      code: setting ? `${record.object} update` : type,
      text: record.text,
      ...(setting ? {} : { name: record.object ?? undefined }),
      id: record.objectId,
      target: /\buser|role/i.test(wordsOf(type)) ? (record.target ?? record.object) : undefined,
      fields: record.fields,
    }),
    record,
  )
}
