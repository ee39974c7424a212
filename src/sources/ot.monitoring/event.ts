// What a monitor of plants told, as one event: sign-ins that it saw on the wire, what people do in the monitor, and plain findings.
import { accountId } from '../../model/account.ts'
import type { Actor, Event, Resource } from '../../model/event.ts'
import { consoleFacts, isRefused } from '../consoles/words.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import type { OtRecord } from './record.ts'

const source = 'ot.monitoring'

export function toEvent(record: OtRecord, { original, created, received }: FoundLine | FoundObject): Event {
  const { vendor, product, version, sensor } = record
  const facts = factsOf(record)
  const outcome = outcomeOf(record, facts)
  return eventFrom({
    source,
    id: idOf(record),
    time: record.time,
    created,
    received,
    code: record.code.slice(0, 200) || 'event',
    provider: product || vendor || undefined,
    outcome,
    ...maskSecrets(original, /CtdCommunity/.test(original) ? [/(CtdCommunity"?[=:]\s?"?)([^\s"]+)/g] : []),
    facts,
    platform: source,
    actor: actorOf(record),
    user: record.user === undefined ? undefined : { name: accountOf(record.user).name },
    address: record.address,
    port: record.port,
    agent: record.agent,
    observer: {
      vendor,
      product,
      ...(version === undefined ? {} : { version }),
      ...(sensor === undefined ? {} : { name: sensor }),
    },
    error: outcome === 'failure' ? { code: 'failed', message: record.message } : undefined,
    message: record.message || undefined,
    vendor: { vendor, kind: record.kind, technique: record.technique, fields: record.fields },
  })
}

/** A number is a console's own, a UUID everybody's. */
const idOf = ({ id, vendor, sensor, code }: OtRecord): string | undefined =>
  id === undefined || id.length >= 30 ? id : [vendor, sensor, code, id].filter((part) => part !== undefined).join('/')

const seen = /\b(?:log ?(?:in|on)|logged in|authenticat\w+|credentials?|password)\b/i

function factsOf(record: OtRecord): Facts {
  const { kind, name, message, code, sensor = 'monitor' } = record
  if (kind === 'audit') {
    const asked = askedFor(code)
    const said = [message, name, asked].map((text) => consoleFacts(text, { device: sensor, kind: 'host' }))
    return said.find((facts) => facts !== undefined) ?? { action: 'other', resource: deviceOf(sensor) }
  }
  const resource = targetOf(record)
  if (kind === 'traffic' && seen.test(`${code} ${name} ${message}`.slice(0, 500)))
    return { action: 'sign-in', resource }
  return { action: 'other', resource }
}

const deviceOf = (name: string): Resource => ({ type: 'host', id: name, name })
const targetOf = ({ target }: OtRecord): Resource | undefined =>
  target === undefined ? undefined : { type: 'host', id: target.id, name: target.name }

const verbs: Readonly<Record<string, string>> = {
  create: 'added',
  destroy: 'removed',
  delete: 'removed',
  update: 'changed',
}

/** `AUDIT:DATA_INTEGRATIONS:DESTROY` as a sentence. */
function askedFor(code: string): string {
  const [, what = '', verb = ''] = code.toLowerCase().split(':')
  const word = Object.hasOwn(verbs, verb) ? verbs[verb] : verb
  return `${what.replace(/^.*\//, '').replace(/[_-]+/g, ' ')} ${word}`
}

/** Traffic shows an attempt; whether it went well the monitor says, or nobody knows. */
function outcomeOf({ outcome, kind, name, message }: OtRecord, { action }: Facts): Event['event']['outcome'] {
  if (outcome !== undefined) return outcome
  const text = `${name} ${message}`
  if (kind === 'audit') return isRefused(text) ? 'failure' : 'success'
  if (action !== 'sign-in') return 'unknown'
  return isRefused(text) ? 'failure' : /\bsuccess/i.test(text) ? 'success' : 'unknown'
}

/** `ann@example.com via APIkey AK6eef5d`: the key is a credential of hers. */
function accountOf(user: string): { readonly name: string; readonly key?: string } {
  const [, name, key] = /^(.{1,200}?) via API ?key (\S{1,100})$/i.exec(user) ?? []
  return name === undefined || key === undefined ? { name: user.slice(0, 200) } : { name, key }
}

function actorOf({ user, kind, target, sensor }: OtRecord): Actor | undefined {
  if (user === undefined) return undefined
  const { name, key } = accountOf(user)
  const realm = kind === 'audit' ? sensor : target?.name
  return {
    id: accountId(name, realm),
    name,
    kind: key === undefined ? (kind === 'audit' ? 'person' : 'unknown') : 'service',
    ...(key === undefined ? {} : { credential: key }),
  }
}
