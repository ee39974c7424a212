// The JSON API of sessions: one's own, and everybody's for an admin; each can be ended.
import type { RequestHandler } from 'express'
import type { Session, Subject } from '../../model/people.ts'
import { sessionId } from '../../people/sessions.ts'
import { param } from '../alert/api.ts'
import { decided } from '../decided.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { mayFor } from './api.ts'

export const sessionRoutes = ({ people, now }: WebDeps) => {
  const seenBy = (who: Subject): readonly Session[] =>
    (people.known()?.all('session') ?? []).filter(
      ({ account, expiresAt }) => mayFor(who, account) && Date.parse(expiresAt) > now(),
    )
  return {
    'GET /api/sessions': [
      (_, response) => {
        const who = response.locals.who as Subject
        const told = (session: Session) => {
          const { hash, ...rest } = session
          return { id: sessionId(session), ...rest, ...(hash === who.session ? { this: true } : {}) }
        }
        response.json({ sessions: seenBy(who).map(told) })
      },
    ],
    'POST /api/sessions/:id/end': [
      async (request, response) => {
        const id = param(request.params.id)
        const by = actingOf(request, response)
        const session = seenBy(by.who).find((one) => sessionId(one) === id)
        // Whoever may not see it is not told that it is there.
        if (!session) return refuse(response, 404, 'there is no such session')
        if (await decided(people, { act: 'session-end', name: session.account, id }, by, response))
          response.json({ ended: id, account: session.account })
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
