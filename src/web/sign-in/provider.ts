// Signing in through an OpenID provider: there, and back with a code that only the browser that went can use.
import type { RequestHandler } from 'express'
import { hashOf } from '../../lib/hash.ts'
import { isUserName } from '../../people/accounts.ts'
import type { ProviderChecks, WebDeps } from '../deps.ts'
import { signInTexts } from '../texts/people.ts'
import { actingOf } from './access.ts'
import { backTo, cameOf, cookieOptions, stepFor, takeIn } from './came.ts'
import type { Doors } from './doors.ts'
import { cookieOf } from './identity.ts'
import { showSignIn, tell } from './routes.ts'

const wayCookie = 'lastcopy_way'

export const providerRoutes = (deps: WebDeps, { door, sealer }: Doors) => {
  const { provider, people, access, fault } = deps
  const { wrong } = signInTexts
  return {
    'GET /sign-in/provider': [
      async (request, response) => {
        const to = backTo(request.query.to)
        if (!provider) return response.redirect(303, '/sign-in')
        try {
          const { address, checks } = await provider.begin()
          const kept = sealer.seal({ ...checks, to }, 'provider', stepFor)
          response.cookie(wayCookie, kept, { ...cookieOptions(request, access), maxAge: stepFor })
          response.redirect(303, address)
        } catch (cause) {
          fault(cause)
          showSignIn(deps, request, response.status(503), { to, wrong: wrong.providerDown })
        }
      },
    ],
    'GET /sign-in/provider/back': [
      async (request, response) => {
        const kept = sealer.open(cookieOf(request, wayCookie), 'provider')
        response.clearCookie(wayCookie, { path: '/' })
        const to = backTo(kept?.to)
        if (!provider || !kept)
          return showSignIn(deps, request, response.status(403), { to, wrong: wrong.providerLate })
        const checks = { state: kept.state, nonce: kept.nonce, verifier: kept.verifier } as ProviderChecks
        const by = actingOf(request, response)
        try {
          const told = await provider.finish(request.originalUrl.split('?')[1] ?? '', checks)
          if (!told.ok || !isUserName(told.value.name)) {
            const why = told.ok ? wrong.providerName : told.error
            await people.note({ act: 'sign-in', record: true, reason: 'provider' }, by)
            return showSignIn(deps, request, response.status(403), { to, wrong: why })
          }
          const { name, issuer, subject, role } = told.value
          const until = new Date(Number(kept.until)).toISOString()
          const once = { id: hashOf('state', checks.state), until }
          const entered = await door.enter(name, { provider: { issuer, subject, role }, once }, by, cameOf(request))
          if ('error' in entered)
            return showSignIn(deps, request, tell(response, entered), { to, wrong: entered.error })
          takeIn(entered, request, response, { access, sealer })
          response.redirect(303, to)
        } catch (cause) {
          fault(cause)
          showSignIn(deps, request, response.status(503), { to, wrong: wrong.providerDown })
        }
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
