// Lastcopy's own audit log, as a source like others: what people do to the watcher is watched too.

import { isObject, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { readerOf } from '../kit/reading.ts'

export default {
  name: 'lastcopy.audit',
  logsource: [{ product: 'lastcopy', service: 'audit' }],
  read: readerOf({
    isRecord: (value) =>
      typeof value.seq === 'number' && typeof value.act === 'string' && typeof value.prev === 'string',
    whyNot: () => ({ reason: 'is no entry of an audit log of Lastcopy' }),
    object({ value, original, received }) {
      const { act, at, hash } = value
      const time = typeof at === 'string' ? Date.parse(at) : Number.NaN
      if (Number.isNaN(time)) return fail({ reason: 'at is no time', field: 'at' })
      const personal = isObject(value.personal) ? value.personal : {}
      const who = isObject(personal.who) ? personal.who : {}
      const name = textOf(who.name)
      return ok(
        eventFrom({
          source: 'lastcopy.audit',
          platform: 'lastcopy',
          ...(typeof hash === 'string' ? { id: hash } : {}),
          time,
          received,
          code: String(act),
          provider: 'lastcopy',
          outcome: value.outcome === 'refused' ? 'failure' : 'success',
          original,
          facts: factsOf(String(act), value, personal),
          address: textOf(personal.from),
          ...(value.outcome === 'refused' ? { error: { code: textOf(value.reason) } } : {}),
          ...(name === undefined ? {} : { user: { name } }),
          actor: {
            id: `lastcopy:${textOf(who.person) ?? name ?? 'nobody'}`,
            ...(name === undefined ? {} : { name }),
            kind:
              who.kind === 'system'
                ? 'product'
                : who.kind === 'token' && who.person === undefined
                  ? 'service'
                  : 'person',
          },
        }),
      )
    },
  }),
} satisfies Source

/** Only what gives power over Lastcopy has a verb of its own; all else is told by its code. */
function factsOf(act: string, { detail: held, outcome }: JsonObject, { on }: JsonObject): Facts {
  const detail = isObject(held) ? held : {}
  const id = isObject(on) ? textOf(on.id) : undefined
  const kind = (isObject(on) ? textOf(on.kind) : undefined) ?? 'service'
  const type = kind === 'account' ? 'user' : kind === 'token' ? 'credential' : kind
  const resource = { type, id: `lastcopy:${kind}:${id ?? 'lastcopy'}`, name: id ?? 'Lastcopy' }
  const role = textOf(act === 'user-role' ? detail.to : detail.role)
  const told = {
    ...(role === undefined ? {} : { role }),
    ...(detail.first === true ? { first_account: true } : {}),
    ...(typeof detail['disabled-count'] === 'number' ? { rules_gone: detail['disabled-count'] } : {}),
  }
  const facts = { resource, ...(Object.keys(told).length > 0 ? { detail: told } : {}) }
  const grants = ['user-add', 'user-role', 'token-add', 'user-enable'].includes(act)
  if (outcome === 'done' && grants && role === 'admin')
    return { ...facts, action: 'admin-added', ...(id === undefined ? {} : { target: { name: id } }) }
  return { ...facts, action: act === 'chain-broken' ? 'audit-changed' : 'other' }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
