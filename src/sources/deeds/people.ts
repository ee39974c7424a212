// Accounts, roles and second factors of a console.
import { accountId } from '../../model/account.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { consoleOf, ends, type Reader, switched } from './common.ts'
import { type Deed, wordsOf } from './deed.ts'
import type { Parts } from './parts.ts'

/** Whether a role is one that rules the product: what may only look does not, whatever it is called. */
const isTop = (role: string): boolean =>
  /\b(?:admin(?:istrator)?s?|owner|root|superuser)\b/i.test(wordsOf(role)) &&
  !/view|read.?only|audit|report|help.?desk|legal/i.test(wordsOf(role))

function person(deed: Deed, { name }: Parts): Pick<Facts, 'resource' | 'target'> {
  const called = deed.target ?? name
  if (called === undefined) return { resource: consoleOf(deed) }
  const id = accountId(called, deed.place)
  return { resource: { type: 'user', id, name: called }, target: { id, name: called } }
}

/** The role that fields or the sentence name. */
function roleIn({ fields, text }: Deed): string | undefined {
  const field = fields.find(({ name }) => /\brole|privilege|group/i.test(name))?.to
  if (typeof field === 'string' && field !== '') return field.slice(0, 200)
  return (
    /\b(?:to|from) (?:the )?(?:user |admin )?groups? ["'[]?([^"'\].,]{2,80}?)["'\]]?(?: on | by |[.,]|$)/i.exec(
      text,
    )?.[1] ??
    /\broles? ["'[]?([^"'\].,]{2,80}?)["'\]]?(?: to | for | on |[.,]|$)/i.exec(text)?.[1] ??
    /\b(?:as|to|the|of) (?:an? |the )?["']?([A-Za-z][\w -]{1,60}?)["']? (?:role|group|privileges?)\b/i.exec(text)?.[1]
  )
}

export const user: Reader = (deed, parts) => {
  const { doing, whole } = parts
  const told = person(deed, parts)
  const role = roleIn(deed)
  if (doing === 'delete')
    return { action: role && /\brole|group/i.test(deed.text) ? 'role-revoked' : 'user-removed', ...told }
  if (doing === 'revoke') return { action: 'role-revoked', ...told }
  if (/password/i.test(whole)) return { action: 'credential-added', ...told, detail: { credential: 'password' } }
  // A console whose accounts are called administrators gives every one of them the top role, unless it names another.
  const named =
    role ??
    (doing === 'create' && /\badmin/i.test(parts.whole) && !/\buser\b/i.test(parts.whole) ? 'administrator' : undefined)
  if (named !== undefined && (doing === 'create' || doing === 'assign' || doing === 'change'))
    return {
      action: isTop(named) ? 'admin-added' : doing === 'create' ? 'user-added' : 'role-granted',
      ...told,
      detail: { role: named },
    }
  if (doing === 'create') return { action: 'user-added', ...told }
  if (doing === 'disable') return { action: 'credential-removed', ...told }
  return { action: doing === 'enable' ? 'credential-added' : 'other', ...told }
}

export const role: Reader = (deed, parts) => {
  const named = roleIn(deed) ?? (deed.target === undefined ? undefined : parts.name) ?? 'unknown'
  const whom = deed.target ?? whomIn(deed, 'to|from|for')
  const told = person({ ...deed, target: whom }, parts)
  if (ends(parts.doing))
    return {
      action: parts.doing === 'delete' && whom === undefined ? 'user-removed' : 'role-revoked',
      ...told,
      detail: { role: named },
    }
  return { action: isTop(named) ? 'admin-added' : 'role-granted', ...told, detail: { role: named } }
}

/** Whom a sentence names behind one of these words. */
const whomIn = ({ text }: Deed, words: string): string | undefined =>
  new RegExp(
    `\\b(?:${words}) (?:the )?(?:user|account|group|administrator|admin)? ?["']?([\\w.@\\\\-]{2,100})["']?`,
    'i',
  ).exec(text)?.[1]

export const mfa: Reader = (deed, parts) => {
  const changes = switched('mfa', parts, deed)
  const whom = deed.target ?? whomIn(deed, 'for|of')
  const [change] = changes
  const to = change?.to === 'off' ? 'off' : change?.to === 'on' ? 'on' : undefined
  return {
    action: 'mfa-changed',
    ...(whom === undefined ? { resource: consoleOf(deed) } : person({ ...deed, target: whom }, parts)),
    ...(to === undefined ? {} : { changes: [secondFactor(to)] }),
  }
}

/** Keys, tokens, passwords and certificates of accounts; one that runs out by itself was taken by nobody. */
export const credential: Reader = (deed, parts) => {
  const { doing, whole } = parts
  if (doing === undefined || doing === 'read' || doing === 'expire' || doing === 'finish')
    return { action: 'other', resource: consoleOf(deed) }
  return {
    action: ends(doing) || doing === 'disable' ? 'credential-removed' : 'credential-added',
    ...person(deed, parts),
    detail: {
      credential: /password/i.test(whole) ? 'password' : /certificate/i.test(whole) ? 'certificate' : 'access-key',
    },
  }
}
