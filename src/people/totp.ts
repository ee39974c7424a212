// Codes of an authenticator app (RFC 6238): six digits, half a minute each, and the time step that a code belongs to.
import { Secret, TOTP } from 'otpauth'

const period = 30

/** As it is typed into an app. @param random 20 random bytes */
export const totpSecret = (random: Uint8Array): string => new Secret({ buffer: Uint8Array.from(random).buffer }).base32

/** As an app reads it from a picture. */
export const totpAddress = (secret: string, account: string, issuer: string): string =>
  totpOf(secret, account, issuer).toString()

/**
 * The time step that the code belongs to, one before and one after now being good too: clocks differ. Undefined for a wrong code.
 * Whoever accepts it keeps the step: a code counts once.
 * @param now epoch milliseconds
 */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const delta = totpOf(secret).validate({ token, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / (period * 1_000)) + delta
}

const totpOf = (secret: string, label = 'account', issuer = 'Lastcopy'): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), label, issuer, algorithm: 'SHA1', digits: 6, period })
