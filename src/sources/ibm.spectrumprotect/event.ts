// One entry of the activity log as one event: which administrator did what to which thing of which server.
import { hashOf } from '../../lib/hash.ts'
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { Entry } from './line.ts'
import { type Told, tell } from './messages.ts'

const source = 'ibm.spectrumprotect'

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  /** Epoch milliseconds of the carrier's header. */
  readonly sent?: number | undefined
}

/** Where no carrier names the server, its things are those of the one server of the site. */
const named = (entry: Entry): Entry => (entry.server === '' ? { ...entry, server: 'spectrumprotect' } : entry)

export function toEvent(given: Entry, { original, created, received, sent }: Carried): Event {
  const entry = named(given)
  const time = entry.time ?? sent
  const told = tell(entry, time ?? created ?? received)
  const outcome = told.outcome ?? outcomeOf(entry)
  const { original: text, hash } = maskSecrets(original, secrets)
  return eventFrom({
    source,
    time,
    created,
    received,
    code: entry.code,
    provider: 'dsmserv',
    outcome,
    original: text,
    hash,
    facts: acted(told.facts, entry, time ?? created ?? received),
    platform: source,
    actor: actorOf(told, entry),
    user: told.who === undefined ? undefined : { name: told.who },
    address: told.address,
    host: given.server === '' ? undefined : { name: given.server },
    observer: { vendor: 'IBM', product: 'Storage Protect', name: entry.server },
    error: outcome === 'failure' ? { code: errorCode(entry), message: entry.text.slice(0, 1_000) } : undefined,
    message: maskSecrets(entry.text.slice(0, 4_000), secrets).original,
    vendor: {
      severity: entry.severity,
      ...(told.command ? { command: maskSecrets(told.command.slice(0, 4_000), secrets).original } : {}),
      ...(entry.session ? { session: entry.session } : {}),
      ...(entry.process ? { process: entry.process } : {}),
      ...(entry.node ? { node: entry.node } : {}),
    },
  })
}

/** The server masks passwords in its log; forms that do not go through it are masked here. */
const secrets: readonly RegExp[] = [
  /(\b(?:reg(?:ister)?|upd(?:ate)?)\s+(?:ad(?:min)?|n(?:ode)?)\s+\S+\s+)(?!\?\*{3}\?)(?![A-Za-z]+=)\S+/gi,
  /(\bset\s+serverpa(?:ssword)?\s+)(?!\?\*{3}\?)\S+/gi,
]

function outcomeOf({ severity }: Entry): Event['event']['outcome'] {
  return severity === 'E' || severity === 'S' ? 'failure' : severity === 'I' ? 'success' : 'unknown'
}

/** What is not there was not refused. */
const errorCode = ({ code, text }: Entry): string =>
  /\bnot (?:defined|found|known)\b|\bno match\b|does not exist|lock conflict/i.test(text) ? `${code} not found` : code

/** The command and the message that confirms it tell one act. */
const acted = (facts: Facts, { server }: Entry, time: number): Facts =>
  facts.action === 'other' || facts.action === 'read' || facts.resource === undefined
    ? facts
    : { ...facts, act: hashOf(server, facts.action, facts.resource.id, String(Math.floor(time / 60_000))) }

const machine = /(^|[^A-Z])(SVC|SERVICE|AUTOMATION|ANSIBLE|API|CRON|SCHED(ULER)?|ROBOT|BOT|SCRIPT)([^A-Z]|$)/i

/** `SERVER_CONSOLE` is whoever sits at the console of the server; the Operations Center comes by an account of its own. */
function actorOf({ who, session }: Told, { server }: Entry): Actor | undefined {
  if (who === undefined) return undefined
  const kind = /^IBM-OC-/i.test(who) ? 'product' : machine.test(who) ? 'service' : 'person'
  return { id: accountId(who, server), name: who, kind, ...(session ? { session: `${server}/${session}` } : {}) }
}
