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
      // It stood there with a name before, and was read then.
      if (value.personal === undefined) return ok([])
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
  const resource =
    act === 'pagers-loaded'
      ? { type, id: 'lastcopy:pagers', name: changesOf(detail) }
      : { type, id: `lastcopy:${kind}:${id ?? 'lastcopy'}`, name: id ?? 'Lastcopy' }
  const role = textOf(act === 'user-role' ? detail.to : detail.role)
  const former = textOf(
    act === 'user-role'
      ? detail.from
      : act === 'sign-in'
        ? detail['role-before']
        : losing.has(act)
          ? detail.role
          : undefined,
  )
  const covers = [...textsOf(detail.classes), ...textsOf(detail.actions), ...textsOf(detail.rules)]
  const isPlan = /^(change|mute)-/.test(act)
  const until = isPlan ? textOf(detail.to) : undefined
  const told = {
    ...(role === undefined || losing.has(act) ? {} : { role }),
    ...(former === undefined ? {} : { former_role: former }),
    ...(isPlan && covers.length > 0 ? { covers } : {}),
    ...(until === undefined ? {} : { until }),
    ...(act === 'rules-loaded' && detail.before !== undefined ? { rules_changed: true } : {}),
    ...(act === 'pagers-loaded' ? pagersOf(detail) : {}),
    ...(act === 'user-add' && detail.first === true ? { first_account: true } : {}),
    ...(detail['break-glass'] === true ? { break_glass: true } : {}),
    ...(detail['same-hands'] === true ? { same_hands: true } : {}),
    ...(typeof detail.left === 'number' ? { factors_left: detail.left } : {}),
    ...(typeof detail['disabled-count'] === 'number' ? { rules_gone: detail['disabled-count'] } : {}),
  }
  const facts = { resource, ...(Object.keys(told).length > 0 ? { detail: told } : {}) }
  const grants =
    ['user-add', 'user-role', 'token-add', 'user-enable'].includes(act) ||
    // A provider gives roles as people come in.
    (act === 'sign-in' && (detail.made === true || detail['role-before'] !== undefined))
  if (outcome === 'done' && grants && role === 'admin')
    return { ...facts, action: 'admin-added', ...(id === undefined ? {} : { target: { name: id } }) }
  return { ...facts, action: act === 'chain-broken' ? 'audit-changed' : 'other' }
}

/** Acts that take the role from an account, whichever it was. */
const losing: ReadonlySet<string> = new Set(['user-disable', 'user-remove'])

function pagersOf(detail: JsonObject): Facts['detail'] {
  const lists = { pagers_gone: detail.gone, pagers_changed: detail.changed, pagers_added: detail.added }
  const named = Object.entries(lists).flatMap(([name, list]) => {
    const names = textsOf(list)
    return names.length === 0 ? [] : [[name, names] as const]
  })
  return { ...Object.fromEntries(named), ...(detail['policy-changed'] === true ? { policy_changed: true } : {}) }
}

/** What is other than before, in the words of a summary. */
function changesOf(detail: JsonObject): string {
  const told = (['gone', 'changed', 'added'] as const).flatMap((what) =>
    textsOf(detail[what]).map((name) => `${name} ${what}`),
  )
  const all = [...told, ...(detail['policy-changed'] === true ? ['policy changed'] : [])]
  return all.length === 0 ? 'pagers' : all.join(', ').slice(0, 300)
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '').slice(0, 50) : []

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
