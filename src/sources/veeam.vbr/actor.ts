// Who did it: users stand in varying fields, or in the sentence only; what the product does by itself is its own.
import { accountId } from '../../model/account.ts'
import type { Actor, EcsUser } from '../../model/event.ts'
import { field, type VbrRecord } from './record.ts'

export interface Identity {
  readonly actor: Actor
  readonly user: EcsUser
}

/** The user of an XML such as `<ModifiedUserInfo fullName="TECH\user1" loginType="0" />`, or of a bare name. */
export function fullName(info: string | undefined): string | undefined {
  if (info === undefined) return undefined
  if (!info.startsWith('<')) return info
  const name = /fullName="([^"]{0,300})"/.exec(info)?.[1]?.trim()
  return name === '' ? undefined : name
}

/** Fields that name the one who acts, in the order in which they are believed; slots of 12.1 that have no name yet come last. */
const infos = ['UserFullInfo', 'InitiatorFullInfo'] as const
const names = ['InitiatorName', 'InitiatorUserName', 'UserName', 'FriendlyName', 'Subject'] as const

/** The name of the one who acts as the record has it; undefined where it names nobody. */
export function actorNameOf(record: VbrRecord): string | undefined {
  for (const info of infos) {
    const name = fullName(field(record, info))
    if (name !== undefined) return name
  }
  return field(record, ...names) ?? slotName(record) ?? nameIn(record.text)
}

/** 12.1 leaves the user in `param6`, for refused deletes in `param3`: a name, and no number that fills an unused slot. */
function slotName(record: VbrRecord): string | undefined {
  const six = field(record, 'param6')
  if (six !== undefined && /[^\d]/.test(six)) return six
  const three = field(record, 'param3')
  return three?.includes('\\') ? three : undefined
}

/** A Windows account in a sentence: behind the last "by user", else behind the last "by" where a domain is in front of it. */
export function nameIn(text: string): string | undefined {
  const head = text.slice(-2000)
  const user = head.lastIndexOf('by user')
  const rest = behind(head, user >= 0 ? user + 7 : head.lastIndexOf(' by ') + 4)
  const quoted = /^'([^']{1,200})'/.exec(rest)?.[1]
  if (quoted !== undefined) return quoted
  // A name may have blanks: where it ends the sentence, all of it counts.
  const whole = /^(?!.* (?:has|have|and|is|was|to) )[^'"<>]{1,80}$/.test(rest)
    ? rest
    : (/^[^\s'"<>]{1,200}/.exec(rest)?.[0] ?? '')
  const name = whole.replace(/[.,;:\s]+$/, '')
  return name === '' || (user < 0 && !name.includes('\\')) ? undefined : name
}

const behind = (text: string, place: number): string =>
  place < 5
    ? ''
    : text
        .slice(place)
        .replace(/^:?\s*/, '')
        .trim()

const system =
  /^(?:(?:nt authority|nt-autorit[^\\]*|autorit[^\\]*|\.|workgroup)\\)?(?:system|système|local ?system|local service|network service|localsystem)$/i
const machine =
  /(^|[^a-z])(svc|service|automation|ansible|terraform|jenkins|pipeline|robot|bot|cron|scheduler|agent|script|gmsa|sync)([^a-z]|$)/i

/** Whether a name is the machine's own account, under which the product runs its retention and its schedule. */
export const isSystem = (name: string): boolean => system.test(name.trim())

/** The one who acts; undefined where the record names nobody. */
export function identityOf(record: VbrRecord): Identity | undefined {
  const name = actorNameOf(record)
  if (name === undefined) return undefined
  const login = /loginType="(\d)"/.exec(field(record, ...infos) ?? '')?.[1]
  if (isSystem(name) || (login === '4' && !name.includes('\\'))) return productOf(record, parted(name).user)
  const { user, domain } = parted(name)
  const sid = field(record, 'SID', 'UserID')
  const session = field(record, 'RefreshTokenChainId', 'ChainId')
  return {
    actor: {
      id: accountId(name, record.server),
      name,
      kind: machine.test(user) || user.endsWith('$') ? 'service' : 'person',
      ...(session === undefined ? {} : { session }),
    },
    user: { name: user, ...(domain === undefined ? {} : { domain }), ...(sid === undefined ? {} : { id: sid }) },
  }
}

/** The product itself, as one principal of its server: what SYSTEM does and what nobody is named for. */
export const productOf = (record: VbrRecord, name?: string): Identity => ({
  actor: { id: accountId('system', record.server), name: 'SYSTEM', kind: 'product' },
  user: name === undefined ? {} : { name },
})

/** `TECH\user1` and `user1@tech.example.com` parted into account and domain. */
export function parted(name: string): { readonly user: string; readonly domain?: string } {
  const slash = name.lastIndexOf('\\')
  if (slash >= 0) return { user: name.slice(slash + 1), ...(slash > 0 ? { domain: name.slice(0, slash) } : {}) }
  const sign = name.lastIndexOf('@')
  return sign > 0 ? { user: name.slice(0, sign), domain: name.slice(sign + 1) } : { user: name }
}

/** The one to whom it was done, as `user.target` carries him. */
export const targetOf = (record: VbrRecord, name: string): { readonly id: string; readonly name: string } => ({
  id: accountId(name, record.server),
  name,
})
