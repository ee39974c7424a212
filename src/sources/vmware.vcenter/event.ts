// One event of vCenter as one event: who, what, from where.
import type { Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { readLinux } from '../linux.syslog/event.ts'
import { actorOf, type Said, saidIn } from '../vmware.esxi/texts.ts'
import { factsOfType } from './classify.ts'
import type { VcenterRecord } from './record.ts'

const source = 'vmware.vcenter'

export function toEvent(
  record: VcenterRecord,
  { original, created, received, syslog }: FoundLine | FoundObject,
): Event {
  const { type, message, part } = record
  const host = record.host
  const said = part > 1 ? undefined : saidOf(record)
  const user = record.user || said?.user || ''
  const address = record.address || said?.address
  return eventFrom({
    source,
    id: record.id === undefined ? undefined : part > 1 ? `${record.id}/${part}` : record.id,
    time: record.time,
    created: created ?? (record.id === undefined ? undefined : syslog?.time),
    received,
    code: type || record.program || 'vcenter',
    provider: record.program || 'vpxd',
    outcome: said?.outcome ?? outcomeOf(type),
    ...maskSecrets(original),
    facts: {
      ...(said?.facts ?? { action: 'other' }),
      ...(record.id === undefined || record.parts === 1 ? {} : { act: `${host} ${record.id}` }),
    },
    platform: source,
    actor: user ? actorOf(user, 'vsphere') : undefined,
    user: user
      ? { name: user.split('\\').at(-1) ?? user, ...(user.includes('\\') ? { domain: user.split('\\')[0] ?? '' } : {}) }
      : undefined,
    address,
    agent: said?.agent,
    observer: { vendor: 'VMware', product: 'vCenter', ...(host ? { name: host } : {}) },
    error: said?.outcome === 'failure' ? { code: type || 'failed', message } : undefined,
    message,
    vendor: record.vendor,
  })
}

/** Events are written when they are over; names of what failed say so. */
const outcomeOf = (type: string): Event['event']['outcome'] =>
  type === ''
    ? 'unknown'
    : /Failed|Failure|^Bad|Error|Cannot|NoAccess|Invalid|Denied/.test(type)
      ? 'failure'
      : 'success'

function saidOf(record: VcenterRecord): Said | undefined {
  const { type, message, host, program, time } = record
  const facts = type === '' ? undefined : factsOfType(record)
  const said = saidIn(message, hostIn(message) ?? host)
  if (facts) return { ...said, facts, outcome: outcomeOf(type) }
  if (said) return { ...said, outcome: outcomeOf(type) === 'failure' ? 'failure' : said.outcome }
  if (type !== '') return undefined
  return readLinux({ program, host, time, message })
}

/** The host that a sentence is about: `… on esxi01.example.com in Datacenter`. */
const hostIn = (message: string): string | undefined => / on (?:host )?([\w-]+(?:\.[\w-]+)+)(?: |$)/.exec(message)?.[1]
