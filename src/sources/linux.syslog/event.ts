// One line as one event: who, what, where.
import { accountId } from '../../model/account.ts'
import type { Actor, Event, Resource } from '../../model/event.ts'
import { processFacts } from '../commands/facts.ts'
import { serviceFacts } from '../commands/services.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import { type LinuxLine, readingOf } from './line.ts'

const source = 'linux.syslog'

export function toEvent(line: LinuxLine, { original, created, received }: FoundLine | FoundObject): Event {
  const { program, host, time, message, reading } = line
  const groups = reading?.groups ?? {}
  const user = groups.user ?? groups.user2 ?? groups.by
  const failed = reading?.name === 'failed' || (reading?.name === 'sudo' && groups.problem !== undefined)
  const address = groups.address === '' ? undefined : groups.address
  return eventFrom({
    source,
    time,
    created,
    received,
    code: reading ? `${program || 'syslog'} ${reading.name}`.trim() : program || 'syslog',
    provider: program || undefined,
    outcome: failed ? 'failure' : reading ? 'success' : 'unknown',
    ...maskSecrets(original),
    facts: factsOf(line),
    platform: source,
    actor: actorOf(line),
    user: user === undefined ? undefined : { name: user },
    address,
    port: groups.port === undefined ? undefined : Number(groups.port),
    host: host ? { name: host } : undefined,
    error: failed ? { code: groups.problem ?? 'denied', message: message.slice(0, 500) } : undefined,
    message,
    vendor: {
      program,
      ...(groups.command === undefined ? {} : { command: groups.command }),
      ...(groups.as === undefined ? {} : { as: groups.as }),
    },
  })
}

/** What a line says on a host that is another source's. */
export function readLinux(line: Omit<LinuxLine, 'reading'>):
  | {
      readonly facts: Facts
      readonly outcome: Event['event']['outcome']
      readonly user?: string
      readonly address?: string
    }
  | undefined {
  const reading = readingOf(line.program || undefined, line.message)
  if (!reading) return undefined
  const { groups, name } = reading
  const user = groups.user ?? groups.user2 ?? groups.by
  return {
    facts: factsOf({ ...line, reading }),
    outcome: name === 'failed' || groups.problem !== undefined ? 'failure' : 'success',
    ...(user ? { user } : {}),
    ...(groups.address ? { address: groups.address } : {}),
  }
}

/** Whoever a line of sshd or sudo names is the one who acts; of shadow-utils only what it was done to is known. */
function actorOf({ host, reading }: LinuxLine): Actor | undefined {
  const { name = '', groups = {} } = reading ?? {}
  const by = /^(accepted|failed|opened|sudo|su)$/.test(name) ? (groups.user ?? groups.user2) : groups.by
  if (!by) return undefined
  return { id: accountId(by, host), name: by, kind: 'person' }
}

const hostOf = (host: string): Resource => ({ type: 'host', id: host, name: host })
/** Groups that rule a host. */
const rules = /^(sudo|wheel|root|admin|adm|docker)$/

function factsOf({ host, time = 0, reading }: LinuxLine): Facts {
  const { name = '', groups = {} } = reading ?? {}
  const machine = hostOf(host)
  switch (name) {
    case 'accepted':
    case 'failed':
      return { action: 'sign-in', resource: machine, detail: { console: true } }
    case 'sudo':
      return processFacts(groups.command ?? '', { host, time })
    case 'user-added':
    case 'user-removed':
    case 'password':
      return {
        action: name === 'password' ? 'credential-added' : name,
        ...person(groups.user ?? '', host),
        detail: { local: true, ...(name === 'password' ? { credential: 'password' } : {}) },
      }
    case 'root-added':
      return { action: 'admin-added', ...person(groups.user ?? '', host), detail: { role: 'root', local: true } }
    case 'group-member':
      return {
        action: rules.test(groups.group ?? '') ? 'admin-added' : 'role-granted',
        ...person(groups.user ?? '', host),
        detail: { role: groups.group ?? '', local: true },
      }
    case 'group-added':
      return {
        action: 'group-created',
        resource: { type: 'group', id: `${host}:${groups.group ?? ''}`, name: groups.group ?? '' },
        detail: { local: true },
      }
    case 'stopped':
    case 'started':
      return unit(groups.unit ?? '', name === 'stopped' ? 'off' : 'on', host, time)
    case 'stopped-itself':
    case 'started-itself':
      return {
        action: 'audit-changed',
        resource: { type: 'trail', id: `${host}:syslog`, name: 'syslog', container: machine },
        changes: [{ setting: 'logging', to: name === 'stopped-itself' ? 'off' : 'on' }],
        detail: { scope: 'host' },
      }
    case 'booted':
      return { action: 'host-started', resource: machine }
    case 'joined':
      return { action: 'domain-joined', resource: machine }
    case 'stepped':
      return {
        action: 'clock-changed',
        resource: machine,
        changes: [{ setting: 'clock' }],
        detail: { step_seconds: Math.round(Number(groups.seconds ?? 0)) || 0 },
      }
    case 'jumped':
    case 'changed':
      return { action: 'clock-changed', resource: machine, changes: [{ setting: 'clock' }] }
    case 'read':
      return { action: 'clock-changed', resource: machine, detail: { boot: true } }
    case 'lost':
      return { action: 'clock-changed', resource: machine, changes: [{ setting: 'time-source', to: 'off' }] }
    case 'synced':
      return {
        action: 'clock-changed',
        resource: machine,
        changes: [{ setting: 'time-source', to: 'on' }],
        detail: { synced: true },
      }
    default:
      return { action: 'other', ...(host ? { resource: machine } : {}) }
  }
}

function person(name: string, host: string): Pick<Facts, 'resource' | 'target'> {
  const id = accountId(name, host)
  return { resource: { type: 'user', id: `${host}:${id}`, name, container: hostOf(host) }, target: { id, name } }
}

/** What systemd calls services by, and which they are. */
const descriptions: readonly (readonly [words: RegExp, service: string])[] = [
  [/security auditing/i, 'auditd'],
  [/system logging/i, 'rsyslog'],
  [/ntp client\/server|chrony/i, 'chronyd'],
  [/network time (service|protocol)/i, 'ntpd'],
  [/network time synchroni/i, 'systemd-timesyncd'],
  [/openssh|secure shell/i, 'sshd'],
]

/** What a manager of services stops is not what somebody stopped: a boot stops them all. */
function unit(name: string, to: 'on' | 'off', host: string, time: number): Facts {
  const [id = name, description = name] = name.split(' - ')
  const known = descriptions.find(([words]) => words.test(description))?.[1]
  const facts = serviceFacts(known ?? id, to, { host, time })
  if (!facts) return { action: 'other', resource: hostOf(host) }
  const { explicit: _, ...detail } = facts.detail ?? {}
  return { ...facts, detail }
}
