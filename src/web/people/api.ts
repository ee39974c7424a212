// The JSON API of accounts and tokens. What is secret is shown once, to whoever made it.
import { randomBytes, randomUUID } from 'node:crypto'
import express, { type RequestHandler } from 'express'
import { type Account, type ApiToken, accessRoles, type Subject, scopes } from '../../model/people.ts'
import { isUserName } from '../../people/accounts.ts'
import { factorsOf } from '../../people/factors.ts'
import { isAtLeast } from '../../people/roles.ts'
import { hashSecret, secretOf } from '../../people/secret.ts'
import type { Reader } from '../../people/shelf.ts'
import { param } from '../alert/api.ts'
import { readFields } from '../body/fields.ts'
import { decided } from '../decided.ts'
import type { WebDeps } from '../deps.ts'
import { actingOf, refuse } from '../sign-in/access.ts'
import { cameOf } from '../sign-in/came.ts'
import type { Doors } from '../sign-in/doors.ts'

const json = express.json({ limit: '16kb' })

/** What an admin does to an account, as addresses name it. */
export const userActs = {
  disable: 'user-disable',
  enable: 'user-enable',
  remove: 'user-remove',
  'sign-out': 'user-sign-out',
  'reset-factors': 'factor-reset',
} as const

export const userRoutes = ({ people }: WebDeps, { door }: Doors) =>
  ({
    'GET /api/users': [
      (_, response) => {
        const sessions = people.known()?.all('session') ?? []
        const told = (account: Account) => ({
          ...withoutSecrets(account),
          factors: factorNames(people.known(), account.name),
          sessions: sessions.filter((session) => session.account === account.name).length,
        })
        response.json({ users: (people.known()?.all('account') ?? []).map(told) })
      },
    ],
    'POST /api/users': [
      json,
      async (request, response) => {
        const read = readFields(request.body, ({ text, secret, choice }) => ({
          name: text('name', 63) ?? '',
          role: choice('role', accessRoles),
          password: secret('password', 1_000) ?? '',
        }))
        if (!read.ok) return refuse(response, 400, read.error)
        const { name, role, password } = read.value
        if (role === undefined) return refuse(response, 400, `role is missing: one of ${accessRoles.join(', ')}`)
        const made = await door.newPassword(password, name)
        if ('status' in made) return refuse(response, made.status, made.error)
        const ask = { act: 'user-add', name, role, password: made.kept } as const
        if (await decided(people, ask, actingOf(request, response), response)) response.status(201).json({ name, role })
      },
    ],
    'POST /api/users/:name/password': [
      json,
      async (request, response) => {
        const name = param(request.params.name)
        const by = actingOf(request, response)
        const read = readFields(request.body, ({ secret }) => ({
          password: secret('password', 1_000) ?? '',
          current: secret('current', 1_000) ?? '',
        }))
        if (!read.ok) return refuse(response, 400, read.error)
        if (!mayFor(by.who, name)) return refuse(response, 403, 'only an admin may set the password of another')
        if (by.who.person === name) {
          const right = await door.isRight(name, read.value.current, by, cameOf(request))
          if (right !== true)
            return refuse(response, right.status, right.status === 403 ? 'current is not your password' : right.error)
        }
        const made = await door.newPassword(read.value.password, name)
        if ('status' in made) return refuse(response, made.status, made.error)
        if (await decided(people, { act: 'user-password', name, password: made.kept }, by, response))
          response.json({ name })
      },
    ],
    'POST /api/users/:name/:act': [
      json,
      async (request, response) => {
        const name = param(request.params.name)
        const act = param(request.params.act)
        const by = actingOf(request, response)
        if (!isUserName(name)) return refuse(response, 404, 'there is no account of that name')
        if (act === 'role') {
          const read = readFields(request.body, ({ choice }) => choice('role', accessRoles))
          if (!read.ok) return refuse(response, 400, read.error)
          if (read.value === undefined)
            return refuse(response, 400, `role is missing: one of ${accessRoles.join(', ')}`)
          if (await decided(people, { act: 'user-role', name, role: read.value }, by, response))
            response.json({ name, role: read.value })
          return
        }
        if (!Object.hasOwn(userActs, act))
          return refuse(response, 404, `an account can be told: role, ${Object.keys(userActs).join(', ')}`)
        if (await decided(people, { act: userActs[act as keyof typeof userActs], name }, by, response))
          response.json({ name })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

export const tokenRoutes = ({ people, now }: WebDeps) =>
  ({
    'GET /api/tokens': [
      (_, response) => {
        const who = response.locals.who as Subject
        const all = people.known()?.all('token') ?? []
        response.json({ tokens: all.filter(({ owner }) => mayFor(who, owner)).map(withoutSecrets) })
      },
    ],
    'POST /api/tokens': [
      json,
      async (request, response) => {
        const by = actingOf(request, response)
        const made = newToken(request.body, by.who, now())
        if ('error' in made) return refuse(response, made.status, made.error)
        const { token, secret } = made
        if (await decided(people, { act: 'token-add', token }, by, response))
          response.status(201).json({ ...withoutSecrets(token), token: secret })
      },
    ],
    'POST /api/tokens/:id/revoke': [
      async (request, response) => {
        const named = param(request.params.id)
        const by = actingOf(request, response)
        const token = people
          .known()
          ?.all('token')
          .find(({ id, name }) => id === named || name === named)
        // Whoever may not see it is not told that it is there.
        if (!token || !mayFor(by.who, token.owner)) return refuse(response, 404, 'there is no such token')
        if (await decided(people, { act: 'token-revoke', token: token.id }, by, response))
          response.json({ revoked: token.id, name: token.name })
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

/** A token as a body asks for it, if whoever asks may make it, and the secret that opens it. */
export function newToken(
  body: unknown,
  who: Subject,
  now: number,
):
  | { readonly token: Omit<ApiToken, 'createdAt'>; readonly secret: string }
  | { readonly status: 400 | 403; readonly error: string } {
  const no = (error: string, status: 400 | 403 = 400) => ({ status, error })
  const read = readFields(body, ({ text, choice, choices, time }) => ({
    name: text('name', 63),
    role: choice('role', accessRoles),
    owner: text('owner', 63),
    purpose: text('purpose', 200),
    scopes: choices('scopes', scopes),
    expiresAt: time('expiresAt'),
  }))
  if (!read.ok) return no(read.error)
  const { name, role, purpose, expiresAt } = read.value
  const owner = read.value.owner ?? (purpose === undefined ? who.person : undefined)
  if (name === undefined || !tokenName.test(name))
    return no('name is missing, or has more than letters, digits, spaces and . _ @ -')
  if (role === undefined) return no(`role is missing: one of ${accessRoles.join(', ')}`)
  if (owner === undefined && purpose === undefined) return no('a token has an owner or a purpose')
  if (!mayFor(who, owner)) return no('only an admin makes tokens for others, or for a purpose', 403)
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) return no('expiresAt must lie ahead')
  if (who.scopes !== undefined) return no('a token with scopes makes no further tokens', 403)
  const secret = secretOf('token', randomBytes(32))
  const token = {
    id: randomUUID().slice(0, 8),
    name,
    role,
    hash: hashSecret(secret),
    ...(owner === undefined ? {} : { owner }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(read.value.scopes.length === 0 ? {} : { scopes: read.value.scopes }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
  return { token, secret }
}

const tokenName = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,62}$/u

/** One's own, or anybody's for an admin. */
export const mayFor = (who: Subject, owner: string | undefined): boolean =>
  isAtLeast(who.role, 'admin') || (owner !== undefined && who.person === owner)

/** Kinds of second factors that an account has. */
const factorNames = (known: Reader | undefined, name: string): readonly string[] => {
  const factors = known && factorsOf(known, name)
  return [...(factors?.totp ? ['totp'] : []), ...(factors?.passkeys ?? []).map(() => 'passkey')]
}

function withoutSecrets<T extends object>(held: T): Omit<T, 'password' | 'hash'> {
  const { password: _, hash: __, ...rest } = held as T & { readonly password?: unknown; readonly hash?: unknown }
  return rest as Omit<T, 'password' | 'hash'>
}
