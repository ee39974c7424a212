// A record of TrueNAS' audit as an event.
import { isObject } from '../../lib/json.ts'
import type { Actor, Event } from '../../model/event.ts'
import { deviceEvent, isHere, kindOf, type Product } from '../appliance/event.ts'
import { type Given, whole } from '../appliance/facts.ts'
import { processFacts } from '../commands/facts.ts'
import { type HostAndPort, hostAndPort } from '../kit/address.ts'
import type { Facts } from '../kit/facts.ts'
import { at, many, text, texts, truth } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import { copyCalls } from './copies.ts'
import { fileFacts } from './files.ts'
import type { AuditRecord } from './record.ts'
import { systemCalls } from './system.ts'

const name = 'truenas.audit'
const product: Product = { source: name, vendor: 'TrueNAS', product: 'TrueNAS' }

interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
  readonly host: string | undefined
}

export function toEvent(record: AuditRecord, { original, created, received, host = 'truenas' }: Carried): Event {
  const given: Given = { device: host, time: record.time ?? created ?? received }
  const { data, service, event } = record
  const method = text(data.method)
  const error = errorIn(record)
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time: record.time,
    id: record.id,
    code: method ?? (event === '' ? service : event),
    provider: service,
    outcome: error ? 'failure' : record.success === undefined ? 'unknown' : 'success',
    error,
    facts: factsOf(record, given),
    ...actorIn(record),
    ...placeIn(record),
    session: record.session,
    agent: text(record.serviceData.protocol) === undefined ? undefined : `TrueNAS ${text(record.serviceData.protocol)}`,
    message: text(data.description) ?? commandIn(record),
    vendor: {
      service,
      event,
      ...(method === undefined ? {} : { method, params: maskSecrets(JSON.stringify(data.params ?? [])).original }),
      ...(text(record.serviceData.origin) === undefined ? {} : { origin: text(record.serviceData.origin) }),
    },
  })
}

/** An address, in newer releases with its port; a socket of the device itself is none. */
function placeIn({ address }: AuditRecord): HostAndPort {
  if (address === undefined || isHere(address) || address.startsWith('unix:')) return {}
  const place = hostAndPort(address.replace(/^::ffff:/, ''))
  return isHere(place.address) ? {} : place
}

function factsOf(record: AuditRecord, given: Given): Facts {
  const { service, event, data, serviceData } = record
  if (service === 'SMB') return fileFacts(event, data, serviceData, given)
  if (/AUTHENTICATION$/.test(event) || event === 'LOGIN')
    return { action: 'sign-in', resource: whole(given), ...(isKey(record) ? {} : { detail: { console: true } }) }
  if (event === 'METHOD_CALL') {
    const method = text(data.method) ?? ''
    const call = { method, params: many(data.params), description: text(data.description) ?? '' }
    const read = Object.hasOwn(copyCalls, method)
      ? copyCalls[method]
      : Object.hasOwn(systemCalls, method)
        ? systemCalls[method]
        : undefined
    return read?.(call, given) ?? { action: 'other', resource: whole(given) }
  }
  const command = commandIn(record)
  if (command !== undefined) return processFacts(command, { host: given.device, time: given.time })
  return { action: 'other', resource: whole(given) }
}

const isKey = ({ user, data }: AuditRecord): boolean =>
  user?.startsWith('.API_KEY') === true ||
  /API_KEY|TOKEN/.test(text(at(data, 'credentials.credentials')) ?? text(at(data, 'credentials.type')) ?? '')

/** sudo's own log names the command as words; the system's audit as one text. */
function commandIn({ service, data }: AuditRecord): string | undefined {
  if (service !== 'SUDO' && service !== 'SYSTEM') return undefined
  const sudo = isObject(data.sudo) ? data.sudo : data
  const act = ['accept', 'reject'].map((one) => sudo[one]).find(isObject) ?? sudo
  const words = texts(act.runargv)
  const told = words.length > 0 ? words.join(' ') : (text(act.command) ?? text(data.proctitle) ?? text(data.cmd))
  return told === undefined ? undefined : maskSecrets(told).original
}

function errorIn({
  success,
  data,
  event,
}: AuditRecord): { readonly code: string; readonly message?: string | undefined } | undefined {
  const message = text(data.error) ?? text(at(data, 'result.value_parsed')) ?? text(at(data, 'sudo.reject.reason'))
  if (truth(data.authorized) === false) return { code: 'NotAuthorized', message }
  if (truth(data.authenticated) === false && event === 'METHOD_CALL') return { code: 'NotAuthenticated', message }
  if (success !== false && event !== 'REJECT') return undefined
  const status = text(at(data, 'result.value_parsed'))
  return { code: status ?? (/AUTHENTICATION/.test(event) ? 'AuthenticationFailed' : 'Failed'), message }
}

interface Who {
  readonly user?: string
  readonly kind?: Actor['kind']
  readonly credential?: string
}

/** A key acts for a program; a node of the same cluster is the device; whoever could not sign in is known by what he tried. */
function actorIn(record: AuditRecord): Who {
  const { user, data, service } = record
  const key = /^\.API_KEY(?::(.+))?$/.exec(user ?? '')
  if (key) return { user: key[1] ?? 'API key', kind: 'service', credential: `api_key:${key[1] ?? ''}` }
  if (user === '.TRUENAS_NODE') return { user: 'TrueNAS node', kind: 'provider' }
  if (user?.startsWith('unix:uid=')) return user === 'unix:uid=0' ? { user: 'root', kind: 'unknown' } : { user }
  if (user === undefined || user.startsWith('.')) {
    const tried =
      text(at(data, 'credentials.data.username')) ??
      text(at(data, 'credentials.credentials_data.username')) ??
      text(data.clientAccount)
    return tried === undefined ? {} : { user: tried }
  }
  const credential = credentialIn(record)
  if (credential !== undefined) return { user, kind: 'service', credential }
  // A shell as root calls the middleware as the device does, and over SMB a name says little of who uses it.
  return user === 'root' || (service === 'SMB' && kindOf(user, undefined) === 'person')
    ? { user, kind: 'unknown' }
    : { user }
}

/** The key that a session was opened with, where it was one. */
function credentialIn({ serviceData }: AuditRecord): string | undefined {
  if (!/API_KEY/.test(text(at(serviceData, 'credentials.credentials')) ?? '')) return undefined
  const told = at(serviceData, 'credentials.credentials_data')
  return `api_key:${text(at(told, 'api_key.name')) ?? text(at(told, 'api_key.id')) ?? text(at(told, 'api_key_id')) ?? ''}`
}
