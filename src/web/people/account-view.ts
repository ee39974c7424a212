// An account and what belongs to it, as its page shows it.
import type { Request, Response } from 'express'
import type { Subject } from '../../model/people.ts'
import { factorsOf } from '../../people/factors.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { accountTexts } from '../texts/people.ts'
import { type AccountView, accountPage } from './account-page.ts'
import { partyOf } from './passkeys.ts'

/** Sends the page of an account, or that there is none. */
export function showAccount(
  deps: WebDeps,
  request: Request,
  response: Response,
  {
    name,
    status = 200,
    ...more
  }: Pick<AccountView, 'wrong' | 'once'> & { readonly name: string; readonly status?: number },
): void {
  const { people, access, site, zone, now } = deps
  const reader = response.locals.who as Subject
  const known = people.known()
  const account = known?.get('account', name)
  if (!known || !account) {
    notice(response, { status: 404, words: accountTexts.errors.noSuch, site, reader })
    return
  }
  const sessions = known
    .all('session')
    .filter((session) => session.account === name && Date.parse(session.expiresAt) > now())
  const can = { totp: access.factorKey !== undefined, passkeys: partyOf(request, access) !== undefined }
  const view = { account, factors: factorsOf(known, name), sessions, reader, can, site, zone, now: now() }
  response.status(status).send(accountPage({ ...view, ...more }))
}
