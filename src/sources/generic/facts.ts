// What the site's table says of a record: the verb, what it was done to, and which settings changed.
import type { Json } from '../../lib/json.ts'
import { accountId } from '../../model/account.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { MappedEvent } from '../../model/mapping.ts'
import { isVerb, type Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import type { At, Ready } from './ready.ts'
import type { Look } from './record.ts'
import { lengths, settingValue } from './values.ts'

/** What the table says. Without an entry, a verb of ours that stands there as the code is that verb. */
export function factsOf(ready: Ready, look: Look, at: At, code: string): Facts {
  const found = ready.events.find(({ fits, holds: all }) => fits(code) && all(look))
  const action: Verb = found ? (found.event.action as Verb) : isVerb(code) ? code : 'other'
  const detail = { ...found?.event.detail }
  const aboutPeople = /^(admin|role|user|credential|mfa|group|access-elevated|sign-in)/.test(action)
  const [role, target, act] = [at('role'), aboutPeople ? at('target') : undefined, at('act')]
  if (role !== undefined && detail.role === undefined && /^(admin-added|role-)/.test(action)) detail.role = role
  return {
    action,
    resource: resourceOf(ready, at, action, found?.event.type),
    changes: (found?.changes ?? []).map(({ change, from, to }) => changeOf(ready, change, from(look), to(look))),
    ...(target
      ? { target: { id: accountId(target, at('realm') ?? at('host') ?? ready.mapping.name), name: target } }
      : {}),
    ...(act ? { act: `${ready.mapping.name}/${act}` } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
}

function changeOf(
  { words: known, offset }: Ready,
  { setting, unit, direction }: NonNullable<MappedEvent['changes']>[number],
  before: Json | undefined,
  after: Json | undefined,
): Change {
  const told = { setting, unit, words: known, offset }
  const [from, to] = [settingValue(before, told), settingValue(after, told)]
  return {
    setting,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(lengths.has(setting) ? { unit: 'd' } : {}),
    ...(direction === undefined ? {} : { direction }),
  }
}

/** What an act is done to, where the table does not say it. */
const types: readonly (readonly [action: RegExp, type: string])[] = [
  [/^(admin|role|user|credential|mfa)-/, 'user'],
  [/^(job|run)-|^restore-tested/, 'job'],
  [/^(repository|retention|immutability|versioning|guard|access-policy|encryption)-/, 'repository'],
  [/^recovery-point-/, 'recovery-point'],
  [/^(policy-assigned|selection-changed)/, 'job'],
  [/^(object|file)-/, 'file'],
  [/^key-/, 'key'],
  [/^group-/, 'group'],
  [/^replication-/, 'replication'],
  [/^audit-/, 'trail'],
  [/^catalogue-/, 'catalogue'],
  [/^media-/, 'tape'],
  [/^(clock|host|domain|exposure)-/, 'host'],
  [/^parent-/, 'tenant'],
  [/^(sign-in|support|config-backup)/, 'console'],
]
const typeOf = (action: Verb): string => types.find(([name]) => name.test(action))?.[1] ?? 'object'

/** Ids stand behind the source's name, so that two consoles may count from 1. */
function resourceOf({ mapping }: Ready, at: At, action: Verb, given: string | undefined): Resource | undefined {
  const type = given ?? typeOf(action)
  const [id, name] = [at('resource'), at('resource_name')]
  const [lies, called] = [at('container'), at('container_name')]
  const shown = name ?? id ?? (type === 'user' ? at('target') : undefined)
  if (shown === undefined) return undefined
  const within = lies ?? called
  const container =
    within === undefined
      ? {}
      : {
          container: {
            type: at('container_type') ?? 'repository',
            id: `${mapping.name}/${within}`,
            name: called ?? within,
          },
        }
  return { type, id: `${mapping.name}/${id ?? shown}`, name: shown, ...container }
}
