// Passkeys (WebAuthn): the challenge that a browser is given, and what came back, checked against the key that the account has.
import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Request } from 'express'
import { hashOf } from '../../lib/hash.ts'
import { isObject } from '../../lib/json.ts'
import type { Passkey } from '../../model/people.ts'
import { factorsOf } from '../../people/factors.ts'
import type { Access, PeopleDesk } from '../deps.ts'
import { stepFor } from '../sign-in/came.ts'
import type { Shown } from '../sign-in/door.ts'
import type { Sealer } from '../sign-in/sealer.ts'

/** For whom a passkey is made: it opens nothing anywhere else. */
export interface Party {
  readonly id: string
  readonly origin: string
}

/** Undefined where browsers make none: over plain HTTP, and at an address that is a number. */
export function partyOf({ headers }: Request, { publicUrl }: Access): Party | undefined {
  const { host } = headers
  // What the request says of itself is believed only of this machine: elsewhere the configuration says it.
  const address = publicUrl ?? (host !== undefined && /^localhost(:\d+)?$/.test(host) ? `http://${host}` : undefined)
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, hostname, origin } = new URL(address)
  if (protocol !== 'https:' && hostname !== 'localhost') return undefined
  return /^[\d.]+$|:/.test(hostname) ? undefined : { id: hostname, origin }
}

export interface Given {
  /** As `navigator.credentials` takes them. */
  readonly options: object
  /** Kept by the browser until it answers. */
  readonly sealed: string
}

export interface Passkeys {
  forNew(account: string, party: Party): Promise<Given>
  /** Undefined for what does not belong to what was asked. */
  made(
    answer: unknown,
    kept: string | undefined,
    whose: { readonly account: string; readonly party: Party },
  ): Promise<Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports'> | undefined>
  /** @param account undefined: whoever has a passkey for this place, who then must also show a finger or a PIN */
  forSignIn(account: string | undefined, party: Party): Promise<Given>
  shown(
    answer: unknown,
    kept: string | undefined,
    party: Party,
  ): Promise<{ readonly name: string; readonly shown: Shown } | undefined>
}

/** Loaded with the first passkey: it takes 28 MB. */
const webauthn = () => import('@simplewebauthn/server')

export function makePasskeys(people: Pick<PeopleDesk, 'known'>, sealer: Sealer): Passkeys {
  const challenge = () => Uint8Array.from(randomBytes(32))
  const keysOf = (account: string): readonly Passkey[] => {
    const known = people.known()
    return known ? factorsOf(known, account).passkeys : []
  }
  const listed = (account: string) =>
    keysOf(account).map(({ id, transports }) => ({ id, ...(transports ? { transports: [...transports] } : {}) }))

  return {
    async forNew(account, { id }) {
      const options = await (await webauthn()).generateRegistrationOptions({
        rpName: 'Lastcopy',
        rpID: id,
        userName: account,
        userID: Uint8Array.from(Buffer.from(hashOf('account', account), 'hex')),
        challenge: challenge(),
        attestationType: 'none',
        excludeCredentials: listed(account),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      })
      return { options, sealed: sealer.seal({ challenge: options.challenge }, 'new passkey', stepFor, account) }
    },
    async made(answer, kept, { account, party }) {
      const given = sealer.open(kept, 'new passkey', account)
      if (!isAnswer(answer) || typeof given?.challenge !== 'string') return undefined
      const { registrationInfo } = await (await webauthn())
        .verifyRegistrationResponse({
          response: answer as unknown as RegistrationResponseJSON,
          expectedChallenge: given.challenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: false,
        })
        .catch(() => ({ registrationInfo: undefined }))
      if (!registrationInfo) return undefined
      const { id, publicKey, counter, transports } = registrationInfo.credential
      return {
        id,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        ...(transports ? { transports } : {}),
      }
    },
    async forSignIn(account, { id }) {
      const options = await (await webauthn()).generateAuthenticationOptions({
        rpID: id,
        challenge: challenge(),
        userVerification: account === undefined ? 'required' : 'preferred',
        ...(account === undefined ? {} : { allowCredentials: listed(account) }),
      })
      const kept = { challenge: options.challenge, ...(account === undefined ? {} : { account }) }
      return { options, sealed: sealer.seal(kept, 'passkey', stepFor) }
    },
    async shown(answer, kept, party) {
      const given = sealer.open(kept, 'passkey')
      if (!isAnswer(answer) || typeof given?.challenge !== 'string' || typeof given.until !== 'number') return undefined
      const all = people.known()?.all('factors') ?? []
      const owner = all.find(({ passkeys }) => passkeys.some(({ id }) => id === answer.id))
      const key = owner?.passkeys.find(({ id }) => id === answer.id)
      if (!owner || !key || (given.account !== undefined && given.account !== owner.account)) return undefined
      const { verified, authenticationInfo } = await (await webauthn())
        .verifyAuthenticationResponse({
          response: answer as unknown as AuthenticationResponseJSON,
          expectedChallenge: given.challenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          credential: {
            id: key.id,
            publicKey: Uint8Array.from(Buffer.from(key.publicKey, 'base64url')),
            // Whether it counts on is decided where acts have one order.
            counter: 0,
          },
          requireUserVerification: given.account === undefined,
        })
        .catch(() => ({ verified: false, authenticationInfo: undefined }))
      if (!verified || !authenticationInfo) return undefined
      return {
        name: owner.account,
        shown: {
          proof: { kind: 'passkey', id: key.id, counter: authenticationInfo.newCounter },
          once: { id: hashOf('challenge', given.challenge), until: new Date(given.until).toISOString() },
        },
      }
    },
  }
}

const isAnswer = (value: unknown): value is { readonly id: string } & Readonly<Record<string, unknown>> =>
  isObject(value) && typeof value.id === 'string' && isObject(value.response)
