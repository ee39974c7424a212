// The page of API tokens: one's own, and everybody's for an admin; made, shown once, revoked.
import express, { type RequestHandler, type Response } from 'express'
import { day } from '../../lib/duration.ts'
import { isObject } from '../../lib/json.ts'
import { refusals } from '../../model/ask.ts'
import type { Subject } from '../../model/people.ts'
import { param } from '../alert/api.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf } from '../sign-in/access.ts'
import { late } from '../sign-in/door.ts'
import { mayFor, newToken } from './api.ts'
import { type TokensView, tokensPage } from './tokens-page.ts'

const form = express.urlencoded({ extended: false, limit: '16kb' })

export const tokenPageRoutes = ({ people, site, zone, now }: WebDeps) => {
  const show = (response: Response, more: Pick<TokensView, 'wrong' | 'shown'> = {}): void => {
    const reader = response.locals.who as Subject
    const tokens = (people.known()?.all('token') ?? []).filter(({ owner }) => mayFor(reader, owner))
    response.send(tokensPage({ tokens, reader, site, zone, now: now(), ...more }))
  }
  return {
    'GET /tokens': [(_, response) => show(response)],
    'POST /tokens': [
      form,
      async (request, response) => {
        const by = actingOf(request, response)
        const { days, ...body }: Readonly<Record<string, unknown>> = isObject(request.body) ? request.body : {}
        const until = /^[1-9]\d{0,3}$/.test(String(days))
          ? new Date(now() + Number(days) * day).toISOString()
          : undefined
        const made = newToken({ ...body, ...(until === undefined ? {} : { expiresAt: until }) }, by.who, now())
        if ('error' in made) return show(response.status(made.status), { wrong: made.error })
        const outcome = await people.ask({ act: 'token-add', token: made.token }, by)
        if (outcome === 'late') return show(response.status(503), { wrong: late.error })
        if (outcome.refused !== undefined) return show(response.status(409), { wrong: refusals[outcome.refused] })
        show(response, { shown: { name: made.token.name, secret: made.secret } })
      },
    ],
    'POST /tokens/:id/revoke': [
      async (request, response) => {
        const by = actingOf(request, response)
        const id = param(request.params.id)
        const token = people
          .known()
          ?.all('token')
          .find((one) => one.id === id && mayFor(by.who, one.owner))
        if (!token) return show(response.status(404), { wrong: refusals['no-such-token'] })
        const outcome = await people.ask({ act: 'token-revoke', token: id }, by)
        if (outcome === 'late') return show(response.status(503), { wrong: late.error })
        if (outcome.refused !== undefined) return show(response.status(409), { wrong: refusals[outcome.refused] })
        response.redirect(303, '/tokens')
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
