// What a cluster's event means: as the cloud's says it where it uses the same words, else by the words of its name and sentence.
import type { Resource } from '../../model/event.ts'
import { factsOf } from '../deeds/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { classify as asCloud } from '../rubrik.rsc/classify.ts'
import { planId } from '../rubrik.rsc/readers.ts'
import type { CdmRecord } from './line.ts'

/** `Audit.CreateLocalUserAudit`: what was done stands between the two words. */
const bareName = (name: string): string => (name.split('.').at(-1) ?? name).replace(/Audit$/, '')

export function classify(record: CdmRecord): { readonly facts: Facts; readonly who: string } {
  const audit = /audit/i.test(record.type) || /^audit\./i.test(record.name)
  // What the cluster does by itself guards nothing and endangers nothing.
  if (!audit) return asCloud({ ...record, name: bareName(record.name) })
  for (const name of [bareName(record.name), '']) {
    const told = asCloud({ ...record, name })
    if (told.facts.action !== 'other' && told.facts.action !== 'job-finished') return told
  }
  const { user, message } = record
  // Like the cloud's, it names neither the old nor the new retention.
  if (isSla(record) && /\b(?:updated|modified|edited|changed)\b/i.test(message)) {
    const name = record.objectName || /["']([^"']{1,200})["']/.exec(message)?.[1]
    return { facts: { action: 'retention-changed', resource: name === undefined ? undefined : sla(name) }, who: user }
  }
  const rest = user !== '' && message.startsWith(`${user} `) ? message.slice(user.length + 1) : message
  const aboutPeople = /user|principal/i.test(record.objectType)
  const role = /assign\w* roles? /i.test(rest) ? /roles? ["']([^"']{1,200})["']/i.exec(rest)?.[1] : undefined
  const facts = factsOf({
    place: record.clusterId || record.cluster || 'rubrik',
    code: bareName(record.name),
    text: rest,
    ...(record.objectName === '' || aboutPeople ? {} : { name: record.objectName }),
    ...(record.objectId === '' ? {} : { id: record.objectId }),
    target:
      /\blocal user ["']([^"']{1,120})["']/i.exec(rest)?.[1] ??
      (aboutPeople ? record.objectName || undefined : undefined),
    fields: role === undefined ? [] : [{ name: 'role', to: role }],
  })
  return {
    facts:
      isSla(record) && facts.resource?.name !== undefined ? { ...facts, resource: sla(facts.resource.name) } : facts,
    who: user,
  }
}

const isSla = ({ objectType, name }: CdmRecord): boolean => /sla/i.test(`${objectType} ${name}`)

/** SLA domains are the same in the cloud. */
const sla = (name: string): Resource => ({ type: 'plan', id: planId(name), name })
