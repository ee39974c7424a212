// Who acts in a console: a person, a machine's account, or the product itself.
import { accountId } from '../../model/account.ts'
import type { Actor } from '../../model/event.ts'

const machine = /(^|[^a-z])(svc|service|automation|ansible|api|cron|scheduler|robot|bot|script|terraform)([^a-z]|$)/i
const itself = /^(system|scheduler|internal|localsystem|nt authority\\system|n\/a|none|-)$/i

/**
 * The actor by the name that a record has; undefined where it has none.
 * @param realm the console, for accounts that no directory knows
 * @param own further names by which the product itself acts
 */
export function actorIn(name: string | undefined, realm: string, own?: RegExp): Actor | undefined {
  if (name === undefined || name.trim() === '') return undefined
  const called = name.trim().slice(0, 200)
  const kind =
    itself.test(called) || own?.test(called)
      ? 'product'
      : machine.test(called.split('@')[0] ?? '')
        ? 'service'
        : 'person'
  return { id: accountId(called, realm), name: called, kind }
}

/** Words by which a sentence says that something was refused or went wrong. */
export const wentWrong =
  /\b(fail(?:ed|ure|s)?|denied|not authori[sz]ed|unauthori[sz]ed|rejected|refused|invalid (?:password|credentials?|user\w*)|could not|unable to|locked out|forbidden)\b/i
