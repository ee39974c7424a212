// What a browser brings to the door besides what is typed, and the cookies that it takes along.
import { randomBytes } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'
import { day, minute } from '../../lib/duration.ts'
import type { Access } from '../deps.ts'
import { sessionFor } from './door.ts'
import { cookieName, cookieOf } from './identity.ts'
import type { Sealer } from './sealer.ts'

export interface Came {
  /** The session that it has: it ends when another begins. */
  readonly instead?: string
  /** Sealed: which accounts' browser it is. */
  readonly device?: string
  readonly agent?: string
}

const deviceCookie = 'lastcopy_device'
const deviceFor = 180 * day
/** So long the way from one step to the next may take. */
export const stepFor = 10 * minute
/** Where the browser is between two steps. */
export const stepCookie = 'lastcopy_step'

export function cameOf(request: Request): Came {
  const instead = cookieOf(request)
  const device = cookieOf(request, deviceCookie)
  const agent = request.headers['user-agent']?.replace(/[^\x20-\x7e]/g, '').slice(0, 200)
  return {
    ...(instead === undefined ? {} : { instead }),
    ...(device === undefined ? {} : { device }),
    ...(agent ? { agent } : {}),
  }
}

/** The mark of a browser that this account came in with before; undefined for any other. */
export function deviceOf({ device }: Came, name: string, sealer: Sealer): string | undefined {
  const id = sealer.open(device, 'device', name)?.id
  return typeof id === 'string' ? id : undefined
}

/** Cookies that no script and no other site can use; the session's secret is new with every sign-in. */
export function takeIn(
  entered: { readonly session: string; readonly name: string },
  request: Request,
  response: Response,
  { access, sealer }: { readonly access: Access; readonly sealer: Sealer },
): void {
  const options = cookieOptions(request, access)
  const known = deviceOf(cameOf(request), entered.name, sealer)
  const device = sealer.seal({ id: known ?? randomBytes(12).toString('base64url') }, 'device', deviceFor, entered.name)
  response.cookie(cookieName, entered.session, { ...options, maxAge: sessionFor })
  response.cookie(deviceCookie, device, { ...options, maxAge: deviceFor })
  response.clearCookie(stepCookie, { path: '/' })
}

export const cookieOptions = (request: Request, { publicUrl }: Access): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: request.secure || publicUrl?.startsWith('https:') === true,
  path: '/',
})

/** Only a path of ours: a link that signs people in must not send them elsewhere. */
export const backTo = (given: unknown): string =>
  typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(given) && !given.includes('\\') ? given : '/'
