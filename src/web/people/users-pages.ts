// The pages where an admin looks after accounts: the list, one of them, and what is done to it.
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Ask, refusals } from '../../model/ask.ts'
import { accessRoles, type Subject } from '../../model/people.ts'
import { factorsOf } from '../../people/factors.ts'
import { param } from '../alert/api.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { actingOf } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'
import type { Doors } from '../sign-in/doors.ts'
import { accountTexts } from '../texts/people.ts'
import { showAccount } from './account-view.ts'
import { userActs } from './api.ts'
import { type UsersView, usersPage } from './users-page.ts'

const form = express.urlencoded({ extended: false, limit: '16kb' })

export const usersRoutes = (deps: WebDeps, { door }: Doors) => {
  const { people, access, provider, site, now } = deps
  const asked = async (ask: Ask, request: Request, response: Response): Promise<string | undefined> => {
    const outcome = await people.ask(ask, actingOf(request, response))
    return outcome === 'late' ? late.error : outcome.refused && refusals[outcome.refused]
  }
  const show = (response: Response, more: Pick<UsersView, 'wrong' | 'given'> = {}): void => {
    const known = people.known()
    const sessions = (known?.all('session') ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > now())
    const users = (known?.all('account') ?? []).map((account) => ({
      account,
      factors: known ? factorsOf(known, account.name) : { account: account.name, passkeys: [], recovery: [] },
      sessions: sessions.filter((session) => session.account === account.name).length,
    }))
    const view = { users, secondFactor: access.secondFactor, provider: provider !== undefined, site }
    response.send(usersPage({ ...view, reader: response.locals.who as Subject, ...more }))
  }
  return {
    'GET /users': [(_, response) => show(response)],
    'POST /users': [
      form,
      async (request, response) => {
        const read = readFields(request.body, ({ text, secret, choice }) => ({
          name: text('name', 63) ?? '',
          role: choice('role', accessRoles) ?? 'viewer',
          password: secret('password', 1_000) ?? '',
        }))
        if (!read.ok) return show(response.status(400), { wrong: read.error })
        const { name, role, password } = read.value
        const given = { name, role }
        const made = await door.newPassword(password, name)
        if ('status' in made) return show(response.status(made.status), { wrong: made.error, given })
        const wrong = await asked({ act: 'user-add', name, role, password: made.kept }, request, response)
        if (wrong !== undefined) return show(response.status(409), { wrong, given })
        response.redirect(303, `/users/${encodeURIComponent(name)}`)
      },
    ],
    'GET /users/:name': [
      (request, response) => showAccount(deps, request, response, { name: param(request.params.name) }),
    ],
    'POST /users/:name/:act': [
      form,
      async (request, response) => {
        const name = param(request.params.name)
        const own = (response.locals.who as Subject).person === name
        const ask = await actOn(name, param(request.params.act), request, { door, own })
        if (ask === undefined)
          return notice(response, {
            status: 404,
            words: accountTexts.errors.noSuch,
            site,
            reader: response.locals.who as Subject,
          })
        const wrong = 'error' in ask ? ask.error : await asked(ask, request, response)
        if (wrong !== undefined) return showAccount(deps, request, response, { name, wrong, status: 409 })
        response.redirect(
          303,
          ask && 'act' in ask && ask.act === 'user-remove' ? '/users' : `/users/${encodeURIComponent(name)}`,
        )
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

/** What a form asks to be done; undefined for what nobody can do. */
async function actOn(
  name: string,
  act: string,
  request: Request,
  { door, own }: Pick<Doors, 'door'> & { readonly own: boolean },
): Promise<Ask | { readonly error: string } | undefined> {
  const read = readFields(request.body, ({ text, secret, choice }) => ({
    role: choice('role', accessRoles),
    password: secret('password', 1_000) ?? '',
    id: text('id', 40) ?? '',
  }))
  if (!read.ok) return { error: read.error }
  const { role, password, id } = read.value
  if (act === 'role') return role === undefined ? { error: 'the role is missing' } : { act: 'user-role', name, role }
  if (act === 'end-session') return { act: 'session-end', name, id }
  if (act === 'password') {
    // Whoever finds a browser open must not come by the account.
    if (own) return { error: accountTexts.errors.ownPassword }
    const made = await door.newPassword(password, name)
    return 'status' in made ? { error: made.error } : { act: 'user-password', name, password: made.kept }
  }
  return Object.hasOwn(userActs, act) ? { act: userActs[act as keyof typeof userActs], name } : undefined
}
