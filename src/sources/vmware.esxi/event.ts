// One line of a host as one event: who, what, from where.
import type { Event } from '../../model/event.ts'
import { processFacts } from '../commands/facts.ts'
import { eventFrom, type Told } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine } from '../kit/reading.ts'
import { readLinux } from '../linux.syslog/event.ts'
import type { EsxiLine } from './line.ts'
import { actorOf, type Said, saidIn } from './texts.ts'

const source = 'vmware.esxi'

export function toEvent(line: EsxiLine, { original, created, received }: FoundLine): Event {
  const { host, program, command, message, time } = line
  // sshd, sudo and their like write on a host what they write everywhere.
  const said: Said | undefined = command
    ? commanded(line)
    : (saidIn(message, host) ?? readLinux({ program, host, time, message }))
  const user = said?.user ?? (line.user || undefined)?.split(':')[0]
  return eventFrom({
    source,
    time,
    created: created ?? line.relayed,
    received,
    code: command ? 'shell-command' : line.event || program || 'esxi',
    provider: program || undefined,
    outcome: said?.outcome ?? 'unknown',
    ...maskSecrets(original),
    facts: said?.facts ?? { action: 'other', ...(host ? { resource: { type: 'host', id: host, name: host } } : {}) },
    platform: source,
    actor: user
      ? { ...actorOf(user, host), ...(line.session ? { session: `${host} ${line.session}` } : {}) }
      : undefined,
    user: user ? { name: user } : undefined,
    address: said?.address,
    agent: said?.agent,
    host: host ? { name: host } : undefined,
    observer: { vendor: 'VMware', product: 'ESXi', ...(host ? { name: host } : {}) },
    error: said?.outcome === 'failure' ? { code: 'failed', message } : undefined,
    message,
    vendor: { program, ...(command ? { command: command.line } : {}), ...(line.session ? { sid: line.session } : {}) },
  } satisfies Told)
}

/** A command of the shell; without its status nobody knows whether it worked, and it is taken for done. */
function commanded({ command, host, time = 0 }: EsxiLine): Said {
  return {
    facts: processFacts(command?.line ?? '', { host, time }),
    outcome: command?.failed ? 'failure' : 'success',
    user: command?.user ?? '',
  }
}
