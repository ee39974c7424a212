// A record of a Pure Storage device as events: one, or one a thing where a command names several.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { commandsIn } from '../kit/words.ts'
import type { Asked, Reader } from './copies.ts'
import type { PureRecord } from './record.ts'

export interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
}

/** A product of Purity: its commands are its own, what surrounds them is the same. */
export interface Product {
  /** The source's name. */
  readonly name: string
  /** `FlashArray` */
  readonly product: string
  /** By command and subcommand: `purevol destroy`. */
  readonly readers: Readonly<Record<string, Reader>>
}

const spans: readonly RegExp[] = [/(--(?:password|api-token|secret|passphrase|bind-password)[ =])("[^"]*"|\S+)/gi]

export function toEvents(
  record: PureRecord,
  { original, created, received }: Carried,
  { name, product, readers }: Product,
): readonly Event[] {
  const time = record.time ?? created ?? received
  const failed = /fail|denied|error|invalid username or password/i.test(
    `${record.result ?? ''} ${record.kind === 'session' ? record.text : ''}`,
  )
  const actor = actorOf(record)
  const code = record.kind === 'audit' ? `${record.command} ${record.subcommand}`.trim() : (record.code ?? record.kind)
  return factsOf(record, time, readers).map((facts) =>
    eventFrom({
      source: name,
      time: record.time,
      created,
      received,
      code,
      provider: record.kind,
      outcome: failed ? 'failure' : 'success',
      ...maskSecrets(original, spans),
      facts: { ...facts, parents: [record.array] },
      platform: name,
      actor,
      user: actor ? { id: actor.id, name: actor.name ?? actor.id } : undefined,
      address: record.address,
      host: { name: record.array },
      observer: { vendor: 'Pure Storage', product, name: record.array },
      error: failed ? { code: 'AccessDenied', message: record.text.slice(0, 500) } : undefined,
      message: maskSecrets(record.text, spans).original.slice(0, 2_000),
      vendor: vendorFields(record),
    }),
  )
}

function factsOf(record: PureRecord, time: number, readers: Product['readers']): readonly Facts[] {
  if (record.kind === 'session')
    return [
      /log ?(?:in|on)|authenticat|open/i.test(`${record.subcommand} ${record.text}`) &&
      !/log ?out/i.test(record.subcommand)
        ? {
            action: 'sign-in',
            resource: { type: 'array', id: record.array, name: record.array },
            detail: { console: true },
          }
        : { action: 'other' },
    ]
  if (record.kind === 'alert') return [{ action: 'other' }]
  const asked = askedOf(record, time)
  const path = `${record.command} ${record.subcommand}`.trim().replace(/\s+/g, ' ')
  // `eradication-config setattr` may stand as one subcommand, or its second half among the arguments.
  const longer = `${path} ${asked.names[0] ?? ''}`
  const reader = Object.hasOwn(readers, longer)
    ? readers[longer]
    : Object.hasOwn(readers, path)
      ? readers[path]
      : undefined
  const told = reader?.(Object.hasOwn(readers, longer) ? { ...asked, names: asked.names.slice(1) } : asked)
  if (told === undefined)
    return [{ action: /(^| )(list|monitor|get|watch|diagnose|help|export)( |$)/.test(path) ? 'read' : 'other' }]
  return (Array.isArray(told) ? (told as readonly Facts[]) : [told as Facts]).map(listing)
}

/** `--option value`, `--option=value`, and names by themselves. */
function askedOf(record: PureRecord, time: number): Asked {
  const options = new Map<string, string>()
  const names: string[] = []
  const words = commandsIn(record.arguments.slice(0, 20_000)).flat()
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place]
    if (!word) break
    const option = word.quoted ? null : /^--?([a-z][\w-]*)(?:=([\s\S]*))?$/i.exec(word.text)
    if (!option) {
      names.push(...word.text.split(',').filter((one) => one !== ''))
      continue
    }
    const key = (option[1] ?? '').toLowerCase()
    const next = words[place + 1]
    const takes =
      option[2] === undefined &&
      !switches.has(key) &&
      next !== undefined &&
      !(/^--?[a-z]/i.test(next.text) && !next.quoted)
    options.set(key, option[2] ?? (takes ? next.text : 'true'))
    if (takes) place += 1
  }
  return { array: record.array, command: record.command, subcommand: record.subcommand, names, options, time }
}

/** Options that take no value, so that what follows is a name. */
const switches = new Set([
  'replicate',
  'snap',
  'overwrite',
  'replicate-now',
  'eradicate-contents',
  'with-contents',
  'destroy-contents',
  'apply-retention',
  'connect',
  'disconnect',
  'api-token',
  'password',
  'publickey',
])

function actorOf({ user, array, by, origin }: PureRecord): Actor | undefined {
  if (user === undefined || user === '') return undefined
  const kind =
    /pure1|support/i.test(origin ?? '') || /^(root|os76|puresupport|system)$/i.test(user)
      ? 'provider'
      : /veeam|commvault|rubrik|cohesity|netbackup|avamar/i.test(user)
        ? 'product'
        : /(^|[-_.])(svc|sa|api|bot|ansible|terraform|monitor)([-_.]|$)/i.test(user)
          ? 'service'
          : /^(gui|cli|ssh|console)$/i.test(by ?? '')
            ? 'person'
            : 'unknown'
  return { id: accountId(user, array), name: user, kind }
}

const vendorFields = ({
  kind,
  command,
  subcommand,
  arguments: given,
  by,
  origin,
  result,
}: PureRecord): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries({
      kind,
      command,
      subcommand,
      arguments: maskSecrets(given, spans).original,
      user_interface: by,
      origin,
      result,
    }).filter(([, value]) => value !== undefined && value !== ''),
  )
