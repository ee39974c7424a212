// One event of an HSM as one event: what was done to which key or user, in which session.
import { accountId } from '../../model/account.ts'
import type { Actor, Event, Resource } from '../../model/event.ts'
import { actOf } from '../kit/act.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { FoundLine, FoundObject } from '../kit/reading.ts'
import type { HsmRecord } from './record.ts'

const source = 'aws.cloudhsm'

export function toEvent(record: HsmRecord, { original, created, received }: FoundLine | FoundObject): Event {
  const facts = factsOf(record)
  const actor = actorOf(record)
  const { cluster, hsm, failed, response } = record
  const time = record.time ?? created ?? received
  return eventFrom({
    source,
    // A sequence number is unique between two starts of one HSM.
    id: hsm && record.sequence ? `${hsm}/${record.reboot}/${record.sequence}` : undefined,
    time: record.time,
    created,
    received,
    code: record.opcode,
    provider: 'cloudhsm',
    outcome: failed ? 'failure' : 'success',
    original,
    // Every HSM of a cluster writes down what is done to a key of the cluster.
    facts: cluster && facts.resource?.type === 'key' ? { ...facts, act: actOf(cluster, '', facts, time) } : facts,
    platform: source,
    actor,
    user: actor && signIns.test(record.opcode) ? { name: record.user } : undefined,
    cloud: { provider: 'aws' },
    observer: { vendor: 'AWS', product: 'CloudHSM', ...(hsm ? { name: hsm } : {}) },
    error: failed ? { code: response.split(':', 1)[0] || 'failure', message: response } : undefined,
    vendor: vendorFields(record),
  })
}

const plain = new Map<string, string>()

/** The record's fields; blanks and signs in their names are underscores. */
function vendorFields({ fields }: HsmRecord): Readonly<Record<string, unknown>> {
  const told: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(fields)) told[plainName(name)] = value
  return told
}

/** The same few names stand in every record; a flood of others is not kept. */
function plainName(name: string): string {
  const before = plain.get(name)
  if (before !== undefined) return before
  const made = name.replace(/[^\w]+/g, '_')
  if (plain.size < 500 && name.length < 100) plain.set(name, made)
  return made
}

const signIns = /^CN_(LOGIN|LOGOUT)$/

/**
 * Only a sign-in says who it is; the user of every other event is the one that it was done to. A session stands for whoever signed
 * in to it: nothing in the event says more.
 */
function actorOf({ opcode, user, session, hsm }: HsmRecord): Actor | undefined {
  if (signIns.test(opcode) && user !== '')
    return { id: accountId(user, 'cloudhsm'), name: user, kind: 'unknown', session }
  if (session === '') return undefined
  return {
    id: `cloudhsm session ${[hsm, session].filter((part) => part !== '').join('/')}`,
    name: `session ${session}`,
    kind: 'unknown',
    session,
  }
}

const clusterOf = ({ cluster, hsm }: HsmRecord): string => cluster || hsm || 'cloudhsm'

function keyOf(record: HsmRecord): Resource | undefined {
  const { handle } = record
  if (handle === '') return undefined
  const place = clusterOf(record)
  return {
    type: 'key',
    id: `${place}/${handle}`,
    name: handle,
    container: { type: 'key-store', id: place, name: place },
  }
}

const storeOf = (record: HsmRecord): Resource => ({ type: 'key-store', id: clusterOf(record), name: clusterOf(record) })

function whom(record: HsmRecord): Pick<Facts, 'resource' | 'target'> {
  const { user } = record
  const id = accountId(user, 'cloudhsm')
  return user === ''
    ? {}
    : { resource: { type: 'user', id: `${clusterOf(record)}/${id}`, name: user }, target: { id, name: user } }
}

const officer = (record: HsmRecord): boolean => /OFFICER/.test(record.userType) && !/CRYPTO_USER/.test(record.userType)

type Reader = (record: HsmRecord) => Facts
const onKey =
  (action: Facts['action'], detail: Facts['detail'] = {}): Reader =>
  (record) => ({ action, resource: keyOf(record), ...(Object.keys(detail).length > 0 ? { detail } : {}) })

const user: Reader = (record) =>
  officer(record) || record.opcode === 'CN_CREATE_CO'
    ? { action: 'admin-added', ...whom(record), detail: { role: 'crypto officer' } }
    : { action: 'user-added', ...whom(record) }

const certificate = ({ handle }: HsmRecord): Resource | undefined =>
  handle === '' ? undefined : { type: 'credential', id: `cloudhsm/certificate/${handle}`, name: handle }

const readers: Readonly<Record<string, Reader>> = {
  CN_LOGIN: (record) => ({ action: 'sign-in', resource: storeOf(record) }),
  CN_CREATE_USER: user,
  CN_CREATE_CO: user,
  CN_CREATE_APPLIANCE_USER: (record) => ({ action: 'user-added', ...whom(record) }),
  CN_DELETE_USER: (record) => ({ action: 'user-removed', ...whom(record) }),
  CN_CHANGE_PSWD: (record) => ({ action: 'credential-added', ...whom(record), detail: { credential: 'password' } }),
  // How many must agree from now on is not in the log.
  CN_SET_M_VALUE: (record) => ({
    action: 'four-eyes-changed',
    resource: storeOf(record),
    changes: [{ setting: 'approvals' }],
  }),
  CN_GENERATE_KEY: onKey('key-created'),
  CN_GENERATE_KEY_PAIR: onKey('key-created'),
  CN_UNWRAP_KEY: onKey('key-created'),
  CN_CREATE_OBJECT: onKey('key-created'),
  CN_WRAP_KEY: onKey('read'),
  CN_SHARE_OBJECT: onKey('key-policy-changed'),
  // A token key is kept for good, and a session key ends with its session.
  CN_TOMBSTONE_OBJECT: onKey('key-destruction-scheduled', { permanent: true }),
  CN_DESTROY_OBJECT: onKey('other'),
  CN_ZEROIZE_HSM: (record) => ({ action: 'key-material-deleted', resource: storeOf(record) }),
  CN_INIT_TOKEN: (record) => ({ action: 'repository-created', resource: storeOf(record) }),
  CreateObject: (record) => ({
    action: 'credential-added',
    resource: certificate(record),
    detail: { credential: 'certificate' },
  }),
  CopyObject: (record) => ({
    action: 'credential-added',
    resource: certificate(record),
    detail: { credential: 'certificate' },
  }),
  DestroyObject: (record) => ({ action: 'credential-removed', resource: certificate(record) }),
}

function factsOf(record: HsmRecord): Facts {
  const { opcode } = record
  const read = Object.hasOwn(readers, opcode) ? readers[opcode] : undefined
  if (read) return read(record)
  if (/ZEROI[SZ]E/.test(opcode)) return { action: 'key-material-deleted', resource: storeOf(record) }
  return {
    action: 'other',
    resource: /^C[NM]_/.test(opcode) ? (keyOf(record) ?? storeOf(record)) : certificate(record),
  }
}
