// Secrets that programs and browsers keep: how they look, and the hash that is all we keep of them.
import { hash, timingSafeEqual } from 'node:crypto'

const kinds = { token: 'lct_', session: 'lcs_' } as const
export type SecretKind = keyof typeof kinds

/** @param random 32 random bytes */
export const secretOf = (kind: SecretKind, random: Uint8Array): string =>
  `${kinds[kind]}${Buffer.from(random).toString('base64url')}`

/** Undefined for a text that is none of ours. */
export const kindOf = (text: string): SecretKind | undefined => {
  if (!/^lc[ts]_[\w-]{43}$/.test(text)) return undefined
  return text.startsWith(kinds.token) ? 'token' : 'session'
}

/** A secret of 256 random bits cannot be guessed, so one round is enough; it is looked up by this, which no clock can tell apart. */
export const hashSecret = (secret: string): string => hash('sha256', `lastcopy secret\0${secret}`)

/** Takes the same time wherever the difference is. */
export const equalSecrets = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)))

/** A code that a person copies: groups of four, without signs that look alike. @param random as many bytes as it has signs */
export const codeOf = (random: Uint8Array): string =>
  [...random].map((byte, index) => `${index > 0 && index % 4 === 0 ? '-' : ''}${letters[byte % 32]}`).join('')

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** As it was printed, however it is typed. */
export const plainCode = (typed: string): string =>
  (
    typed
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .match(/.{1,4}/g) ?? []
  ).join('-')
