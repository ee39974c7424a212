// What an event of Avamar says: the end of a backup's life by its number, the rest of the audit by its summary.

import type { Resource } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { wordsOf } from '../deeds/deed.ts'
import { factsOf } from '../deeds/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { statedTime } from '../kit/time.ts'
import type { AvamarEvent } from './line.ts'

const day = 86_400_000
/** The header has no year: an end that lies further back than this was most likely read with the wrong one. */
const yearless = 40 * day

/** One backup: the path of its client and the number of its label. */
function backup({ host, more }: AvamarEvent): Resource {
  const path = more.get('path') ?? more.get('client') ?? '?'
  const label = more.get('labelnum') ?? more.get('label') ?? '*'
  return {
    type: 'recovery-point',
    id: `${host}${path.startsWith('/') ? '' : '/'}${path}#${label}`,
    name: `${path.split('/').at(-1)} #${label}`,
    container: {
      type: 'plan',
      id: `${host}${path.startsWith('/') ? '' : '/'}${path}`,
      name: path.split('/').at(-1) ?? path,
    },
  }
}

/** The end as a date; a backup whose end is today or before goes with the next garbage collection. */
function expiration(event: AvamarEvent, time: number): Facts {
  const told = event.more.get('expiration')
  const resource = backup(event)
  if (told !== undefined && /never|no ?expiration|none|infinite|0000-00-00/i.test(told))
    return { action: 'retention-changed', resource, changes: [{ setting: 'retention', to: unlimited, unit: 'd' }] }
  const end = dateIn(told)
  if (end === undefined) return { action: 'retention-changed', resource }
  const made = dateIn(event.more.get('createtime')) ?? time
  if (end <= made || (end <= time && end > time - yearless)) return { action: 'recovery-point-deleted', resource }
  return {
    action: 'retention-changed',
    resource,
    changes: [{ setting: 'retention', to: Math.max(Math.round((end - made) / day), 0), unit: 'd' }],
  }
}

/** `2024-02-16`, `2024-02-03 02:32:09 CST`: the zone's name says no offset, and days are what counts. */
function dateIn(told: string | undefined): number | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(told ?? '')
  return found ? statedTime(`${found[1]}T${found[2] ?? '00:00:00'}Z`) : undefined
}

/** What the server does by itself: its runs, and the check of what it keeps, which is all that it tests. */
function ran({ host, summary }: AvamarEvent, name: string | undefined): Facts {
  const [, what = ''] =
    /\b(backup|restore|replication|hfs ?check|checkpoint validation|validation of (?:a |the )?checkpoint)\b.*\b(?:complet|fail|cancel|succe|pass)/i.exec(
      summary,
    ) ?? []
  if (/check/i.test(what))
    return {
      action: 'restore-tested',
      resource: { type: 'restore-test', id: `${host}/checkpoints`, name: `checkpoints of ${host}` },
    }
  return {
    action: what === '' ? 'other' : 'job-finished',
    resource:
      name === undefined
        ? { type: 'console', id: host, name: host }
        : { type: 'plan', id: `${host}/${name.replace(/^\//, '')}`, name },
    ...(/restore/i.test(what) ? { detail: { restore: true } } : {}),
  }
}

/** @param time epoch milliseconds of the event */
export function classify(event: AvamarEvent, time: number): Facts {
  if (event.code === '22555' || /backup expiration/i.test(event.summary)) return expiration(event, time)
  const { host, more, summary, type } = event
  const name = more.get('name') ?? more.get('path') ?? more.get('group') ?? more.get('client') ?? more.get('domain')
  // What the server does by itself it does not call an audit.
  if (type !== 'AUDIT') return ran(event, name)
  const target = more.get('target') ?? more.get('username') ?? more.get('account')
  const role = more.get('role')
  const facts = factsOf({
    place: host,
    code: '',
    text: summary,
    // A group is a schedule, a retention and those whom both are for.
    ...(/\bgroup\b/i.test(summary) && !/\buser\b/i.test(summary) ? { kind: 'policy' } : {}),
    ...(name === undefined ? {} : { name }),
    ...(target === undefined ? {} : { target }),
    fields: [...more]
      .map(([field, to]) => ({ name: wordsOf(field), to }))
      .concat(role === undefined ? [] : [{ name: 'role', to: role }]),
  })
  // One backup by its label; without one, all that a client has.
  if (facts.action === 'recovery-point-deleted')
    return { ...facts, resource: backup(event), ...(more.has('labelnum') ? {} : { detail: { bulk: true } }) }
  return facts
}
