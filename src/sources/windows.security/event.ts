// One Windows event as one event: who, to whom, from where, on which host.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { isLocal, ofDirectory } from './accounts.ts'
import { classify, failures } from './classify.ts'
import { concernsMachine, hasFailed, isHyperv } from './hyperv.ts'
import type { WindowsRecord } from './record.ts'

/** @param source the name that the event carries: `windows.security`, or who reads some of its channels */
export function toEvent(
  source: string,
  record: WindowsRecord,
  { original, created, received, syslog }: FoundLine | FoundObject,
): Event {
  const { id, computer, channel, data } = record
  const host = computer || syslog?.host || ''
  const outcome = outcomeOf(record)
  const who = whoIn(record)
  const account = /^(4720|4724|4725|4726|4781)$/.test(id) && !isLocal(record)
  const facts = classify({ ...record, computer: host })
  return eventFrom({
    source,
    id: record.recordId && host ? `${host}/${channel}/${record.recordId}` : undefined,
    time: record.time ?? syslog?.time,
    created: created ?? record.collected,
    received,
    code: id,
    provider: record.provider || undefined,
    outcome,
    ...maskSecrets(original),
    facts,
    platform: platformOf(record, facts, account),
    actor: actorOf(who, host),
    user:
      who.name === ''
        ? undefined
        : { ...(who.sid ? { id: who.sid } : {}), name: who.name, ...(who.domain ? { domain: who.domain } : {}) },
    address: addressIn(data.IpAddress ?? data.ClientAddress ?? ''),
    port: Number(data.IpPort ?? 0) || undefined,
    host: host ? { name: host } : undefined,
    error: outcome === 'failure' ? { code: data.SubStatus ?? data.Status ?? 'failure' } : undefined,
    message: record.message || undefined,
    vendor: { Channel: channel, ...data, ...renamed(data), ...(record.recordId ? { RecordId: record.recordId } : {}) },
  })
}

const platformOf = (record: WindowsRecord, facts: Facts, account: boolean): string =>
  isHyperv(record) || concernsMachine(facts)
    ? 'microsoft.hyperv'
    : ofDirectory.test(record.id) || account
      ? 'windows.directory'
      : 'windows.security'

/** Public rules of process creation use Sysmon's names for 4688 as well. */
const renamed = (data: WindowsRecord['data']): Readonly<Record<string, string>> => ({
  ...(data.NewProcessName ? { Image: data.NewProcessName } : {}),
  ...(data.ParentProcessName ? { ParentImage: data.ParentProcessName } : {}),
})

/** Outside of the audit an event is written when something happened. */
function outcomeOf(record: WindowsRecord): Event['event']['outcome'] {
  const { id, failed, provider } = record
  if (id === '4625' || failed === true || (isHyperv(record) && hasFailed(record))) return 'failure'
  return /Windows-Backup$/i.test(provider) && failures.test(id) ? 'failure' : 'success'
}

interface Who {
  readonly name: string
  readonly domain: string
  readonly sid: string
  readonly logon: string
}

const given = (value: string | undefined): string => (value === undefined || value === '-' ? '' : value.trim())

/** Of a sign-in it is who signed in, of everything else who did it. */
function whoIn({ id, data, sid, account }: WindowsRecord): Who {
  const user = data.User ?? account
  const signsIn = /^(4624|4625|4768|4771|4776)$/.test(id)
  const [name, domain, of, logon] = signsIn
    ? [data.TargetUserName, data.TargetDomainName, data.TargetUserSid, data.TargetLogonId]
    : [
        data.SubjectUserName ?? user?.split('\\').at(-1),
        data.SubjectDomainName ?? (user?.includes('\\') ? user.split('\\')[0] : undefined),
        data.SubjectUserSid ?? (data.User === undefined ? sid : ''),
        data.SubjectLogonId ?? data.LogonId,
      ]
  return { name: given(name), domain: given(domain), sid: given(of), logon: given(logon).toLowerCase() }
}

/** The system, its services, and accounts of machines. */
function actorOf({ name, domain, sid, logon }: Who, host: string): Actor | undefined {
  if (name === '' && sid === '') return undefined
  const system =
    /^S-1-5-(18|19|20)$/.test(sid) ||
    /^(NT AUTHORITY|NT-AUTORIT.T|AUTORITE NT|Window Manager|Font Driver Host)$/i.test(domain) ||
    /^(SYSTEM|LOCAL SERVICE|NETWORK SERVICE)$/i.test(name)
  const kind = system && !name.endsWith('$') ? 'provider' : name.endsWith('$') ? 'service' : 'person'
  return {
    id: name === '' ? sid : accountId(name, domain || host.split('.')[0]),
    name: name || sid,
    kind,
    ...(logon && logon !== '0x3e7' && logon !== '0x0' ? { session: `${host.toLowerCase()} ${logon}` } : {}),
  }
}

const addressIn = (text: string): string | undefined => {
  const plain = given(text).replace(/^::ffff:/i, '')
  return plain === '' || plain === 'LOCAL' ? undefined : plain
}
