// What becomes of an ask: what changes on the shelf, and the entry that the audit log gets of it.
import type { Ask, AskRecord, RefusedReason } from '../model/ask.ts'
import type { AuditDraft, Personal } from '../model/audit.ts'
import type { AccessRole, Subject } from '../model/people.ts'
import { addUser, changeUser, issueCode, setPassword, setRole } from './accounts.ts'
import { type Decision, done, refuse, type Told } from './decision.ts'
import { finishDrill, noteStep, startDrill } from './drills.ts'
import { erase } from './erase.ts'
import { addFactor, removeFactor, resetFactors, setRecovery } from './factors.ts'
import { decidePlan, proposePlan } from './plans.ts'
import { isAtLeast, lowerRole } from './roles.ts'
import { loadPagers, loadRules, tellBroken } from './rules.ts'
import { endSession, signIn, signOut } from './sessions.ts'
import type { Reader, Shelf } from './shelf.ts'
import { addToken, revokeToken, tokenOf } from './tokens.ts'
import { forgetView, saveView } from './views.ts'

export interface Decided {
  /** Undefined: nothing happened that anybody must know of. */
  readonly entry?: AuditDraft
  readonly refused?: RefusedReason
  readonly told?: Told
}

/** Decides one ask; what follows is written to the shelf. */
export function decide(shelf: Shelf, record: AskRecord): Decided {
  const { ask, at, who, salt, from } = record
  const decision = mayAsk(shelf, record) ? decisionOf(shelf, record) : refuse('not-allowed')
  if (decision === 'known') return {}
  const personal: Personal = {
    salt,
    who: told(who),
    ...(from === undefined ? {} : { from }),
    ...onOf(ask),
    ...wordsOf(ask),
  }
  const refused = 'refused' in decision ? decision.refused : undefined
  const reason = refused ?? ('record' in ask ? ask.reason : undefined)
  const detail = 'refused' in decision ? undefined : decision.detail
  return {
    entry: {
      at,
      act: ask.act,
      outcome: reason === undefined ? 'done' : 'refused',
      ...(reason === undefined ? {} : { reason }),
      ...(detail === undefined ? {} : { detail }),
      personal,
    },
    ...(refused === undefined ? {} : { refused }),
    ...('refused' in decision ? {} : { told: decision }),
  }
}

function decisionOf(shelf: Shelf, { ask, at, who, from }: AskRecord): Decision {
  if ('record' in ask) return done(ask.detail)
  switch (ask.act) {
    case 'code-issued':
      return issueCode(shelf, ask, at)
    case 'user-add':
      return addUser(shelf, ask, at, who)
    case 'user-role':
      return setRole(shelf, ask.name, ask.role)
    case 'user-password':
      return setPassword(shelf, ask, at, who)
    case 'user-disable':
    case 'user-enable':
    case 'user-remove':
    case 'user-sign-out':
      return changeUser(shelf, ask.act, ask.name)
    case 'sign-in':
      return signIn(shelf, ask, { at, from })
    case 'sign-out':
      return signOut(shelf, ask.session)
    case 'factor-add':
      return addFactor(shelf, ask, who, at)
    case 'factor-remove':
      return removeFactor(shelf, ask, who)
    case 'factor-reset':
      return resetFactors(shelf, ask.name, who)
    case 'recovery-codes':
      return setRecovery(shelf, ask, who)
    case 'session-end':
      return endSession(shelf, ask)
    case 'personal-data-erased':
      return erase(shelf, ask)
    case 'token-add':
      return addToken(shelf, ask.token, at, who)
    case 'token-revoke':
      return revokeToken(shelf, ask.token)
    case 'change-propose':
    case 'mute-propose':
      return proposePlan(shelf, ask, who, at)
    case 'drill-start':
      return startDrill(shelf, ask, who, at)
    case 'drill-step':
      return noteStep(shelf, ask, who, at)
    case 'drill-finish':
      return finishDrill(shelf, ask, who, at)
    case 'view-save':
      return saveView(shelf, ask, who)
    case 'view-forget':
      return forgetView(shelf, ask, who)
    case 'rules-loaded':
      return loadRules(shelf, ask)
    case 'pagers-loaded':
      return loadPagers(shelf, ask)
    case 'chain-broken':
      return tellBroken(shelf, ask)
    default:
      return decidePlan(shelf, ask, who, at)
  }
}

/** The least role that an ask needs; what is missing here needs none, or decides for itself. */
const needs: Partial<Record<Ask['act'], AccessRole>> = {
  'personal-data-erased': 'admin',
  'user-add': 'admin',
  'user-role': 'admin',
  'user-disable': 'admin',
  'user-enable': 'admin',
  'user-remove': 'admin',
  'user-sign-out': 'admin',
  'factor-reset': 'admin',
  'change-propose': 'analyst',
  'change-approve': 'engineer',
  'change-reject': 'engineer',
  'change-withdraw': 'analyst',
  'mute-propose': 'analyst',
  'mute-approve': 'engineer',
  'mute-reject': 'engineer',
  'mute-withdraw': 'analyst',
  'drill-start': 'analyst',
  'drill-step': 'analyst',
  'drill-finish': 'analyst',
}

/** Asked again where acts have one order: a role may have been taken since the request was let in. */
function mayAsk(shelf: Reader, { ask, who, at }: AskRecord): boolean {
  if ('record' in ask) return true
  if (ask.act === 'user-add' && ask.code !== undefined) return true
  const need = needs[ask.act]
  if (ask.act === 'factor-add' || ask.act === 'factor-remove' || ask.act === 'recovery-codes')
    return who.kind === 'account' && who.name === ask.name && roleNow(shelf, who, at) !== undefined
  if (
    ask.act === 'user-password' ||
    ask.act === 'session-end' ||
    ask.act === 'token-add' ||
    ask.act === 'token-revoke'
  ) {
    const own = 'name' in ask ? ask.name : ask.act === 'token-add' ? ask.token.owner : tokenOf(shelf, ask.token)?.owner
    const role = roleNow(shelf, who, at)
    // Whoever holds a token must not come by more than it: a token of a higher role, or the account by a new password.
    if (ask.act === 'token-add' && who.kind === 'token' && (who.scopes || !isAtLeast(role, ask.token.role)))
      return false
    const isOwn = own !== undefined && own === who.person && (who.kind !== 'token' || ask.act !== 'user-password')
    return isAtLeast(role, isOwn ? 'viewer' : 'admin')
  }
  return need === undefined || isAtLeast(roleNow(shelf, who, at), need)
}

function roleNow(shelf: Reader, who: Subject, at: string): AccessRole | undefined {
  if (who.kind === 'account') {
    const account = shelf.get('account', who.name)
    return account?.status === 'active' ? account.role : undefined
  }
  if (who.kind === 'token' && who.token !== undefined) {
    const token = tokenOf(shelf, who.token)
    const owner = token?.owner === undefined ? undefined : shelf.get('account', token.owner)
    if (!token || (token.expiresAt !== undefined && token.expiresAt <= at)) return undefined
    if (token.owner === undefined) return token.role
    return owner?.status === 'active' ? lowerRole(token.role, owner.role) : undefined
  }
  return who.role
}

const told = ({ kind, name, role, person }: Subject): Personal['who'] => ({
  kind,
  name,
  ...(role === undefined ? {} : { role }),
  ...(person === undefined || person === name ? {} : { person }),
})

/** What somebody wrote; names of steps and scenarios may name people, too. */
function wordsOf(ask: Ask): Pick<Personal, 'words'> {
  if ('step' in ask) return { words: [ask.step.name, ask.step.words].filter((text) => text !== undefined).join(': ') }
  if ('drill' in ask && typeof ask.drill === 'object') return { words: ask.drill.scenario }
  return 'words' in ask && ask.words !== undefined ? { words: ask.words } : {}
}

function onOf(ask: Ask): Pick<Personal, 'on'> {
  if ('record' in ask) return ask.on === undefined ? {} : { on: ask.on }
  if ('name' in ask) return { on: { kind: 'account', id: ask.name } }
  if ('token' in ask) return { on: { kind: 'token', id: typeof ask.token === 'string' ? ask.token : ask.token.id } }
  if ('drill' in ask)
    return { on: { kind: 'drill', id: typeof ask.drill === 'string' ? ask.drill : 'id' in ask ? ask.id : '' } }
  if ('plan' in ask)
    return {
      on: {
        kind: ask.act.split('-')[0] ?? 'plan',
        id: typeof ask.plan === 'string' ? ask.plan : 'id' in ask ? ask.id : '',
      },
    }
  return {}
}
