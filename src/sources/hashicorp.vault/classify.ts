// What a request to a mount means: by the kind of mount, the path behind it and the operation.
import type { Facts } from '../kit/facts.ts'
import { identityFacts } from './identity.ts'
import { idOf, type VaultRecord } from './record.ts'
import { systemFacts } from './system.ts'
import { transitFacts } from './transit.ts'

const lookups = new Set(['read', 'list', 'help', 'header', 'resolve-role', 'alias-lookahead'])

/** What the entry says beyond who, when and where. */
export function classify(record: VaultRecord): Facts {
  if (record.mount === 'sys') return systemFacts(record)
  const facts =
    record.kind === 'transit' || record.kind === 'transform' || record.kind === 'keymgmt'
      ? transitFacts(record)
      : record.kind === 'kv' || record.kind === 'generic' || record.kind === 'cubbyhole'
        ? secretFacts(record)
        : identityFacts(record)
  return facts ?? { action: lookups.has(record.operation) ? 'read' : 'other' }
}

/** Secrets: version 2 keeps what is deleted until it is destroyed, version 1 does not. */
function secretFacts(record: VaultRecord): Facts | undefined {
  const { rest, operation, kind } = record
  const [, place = '', name = ''] = /^(data|metadata|destroy|delete|undelete)\/(.+)$/.exec(rest) ?? []
  const secret = place === '' ? rest : name
  if (secret === '') return undefined
  const resource = {
    type: 'credential',
    id: idOf(record, record.mount, secret),
    name: secret,
    container: { type: 'key-store', id: idOf(record, record.mount), name: record.mount },
  }
  const gone = operation === 'delete' || place === 'delete' || place === 'destroy'
  const permanent =
    place === 'destroy' || (place === 'metadata' && operation === 'delete') || (place === '' && kind === 'kv')
  if (gone && !lookups.has(operation))
    return { action: 'credential-removed', resource, detail: permanent ? { permanent: true } : {} }
  if (place === 'undelete' || operation === 'create' || operation === 'update' || operation === 'patch')
    return place === 'metadata' ? undefined : { action: 'credential-added', resource }
  return undefined
}
