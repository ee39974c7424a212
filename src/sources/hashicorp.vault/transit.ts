// Keys of the transit engine: made, used, rotated, trimmed, made deletable, deleted.
// https://developer.hashicorp.com/vault/api-docs/secret/transit
import type { Json } from '../../lib/json.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { number } from '../kit/look.ts'
import { idOf, type VaultRecord } from './record.ts'

const uses = /^(encrypt|decrypt|rewrap|datakey|sign|verify|hmac)\//

export function transitFacts(record: VaultRecord): Facts | undefined {
  const { rest, operation } = record
  if (uses.test(rest))
    return { action: 'key-used', resource: keyOf(record, rest.split('/').at(rest.startsWith('datakey/') ? 2 : 1)) }
  if (/^(export|backup)\//.test(rest) && operation === 'read')
    return { action: 'read', resource: keyOf(record, rest.split('/').at(-1)) }
  if (rest.startsWith('restore')) return { action: 'key-created', resource: keyOf(record, rest.split('/')[1]) }
  const [, name, what = ''] = /^keys?\/([^/]+)(?:\/(.+))?$/.exec(rest) ?? []
  if (name === undefined) return undefined
  const resource = keyOf(record, name)
  if (operation === 'delete') return { action: 'key-destruction-scheduled', resource }
  if (operation !== 'create' && operation !== 'update' && operation !== 'patch') return undefined
  if (what === '') return { action: 'key-created', resource }
  if (what === 'rotate') return { action: 'key-rotated', resource, detail: { rotation: 'by-hand' } }
  if (what === 'trim') return { action: 'key-material-deleted', resource }
  if (what === 'config') return { ...configured(record), resource }
  return { action: 'other', resource }
}

function keyOf(record: VaultRecord, name: string | undefined): Resource | undefined {
  if (!name) return undefined
  return {
    type: 'key',
    id: idOf(record, record.mount, name),
    name,
    container: { type: 'key-store', id: idOf(record, record.mount), name: record.mount },
  }
}

/**
 * A key becomes deletable, or loses its old versions. Texts are hashed in the log, and the command line sends everything
 * as text: what is hidden may be the worst.
 */
function configured({ data }: VaultRecord): Facts {
  const deletable = data.deletion_allowed
  if (isOn(deletable) !== false && deletable !== undefined)
    return { action: 'key-disabled', changes: [change('deletion-protection', isOn(deletable) ? 'off' : undefined)] }
  const least = data.min_decryption_version
  if (least !== undefined && (number(least) ?? 2) > 1) return { action: 'key-material-deleted' }
  if (deletable !== undefined) return { action: 'key-enabled', changes: [change('deletion-protection', 'on')] }
  if (data.auto_rotate_period !== undefined)
    return {
      action: 'key-rotation-changed',
      changes: [change('key-rotation', number(data.auto_rotate_period) === 0 ? 'off' : undefined)],
    }
  return { action: 'key-policy-changed' }
}

const change = (setting: string, to: string | undefined): Change => ({ setting, ...(to === undefined ? {} : { to }) })

const isOn = (value: Json | undefined): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined
