// Who sends a request, and whether he may: a token, a signature over the body, or a program on this machine.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isNearby } from '../lib/nearby.ts'
import type { IntakeConfig, Sender, Signature } from '../model/intake.ts'
import type { Client } from './tls.ts'

export type Refusal = 'certificate' | 'no-token' | 'malformed' | 'unknown' | 'not-here' | 'web-page'

export type Asked =
  | { readonly kind: 'known'; readonly sender: Sender | undefined }
  /** Whoever it is has to be seen from the body. */
  | { readonly kind: 'signed' }
  | { readonly kind: 'refused'; readonly why: Refusal }

type Known = Pick<IntakeConfig, 'tokens' | 'signatures'>

/** What the headers say. @param client what the connection says; where nothing else is asked for, a certificate is enough */
export function askedBy({ headers, socket }: IncomingMessage, { tokens, signatures }: Known, client: Client): Asked {
  const refused = (why: Refusal): Asked => ({ kind: 'refused', why })
  if (client.refused !== undefined) return refused('certificate')
  if (headers.authorization !== undefined && tokens.length > 0) {
    const given = tokenIn(headers.authorization)
    if (given === undefined) return refused('malformed')
    const sender = tokens.find(({ token }) => equal(given, token))
    return sender ? { kind: 'known', sender } : refused('unknown')
  }
  if (signatures.some(({ header }) => headers[header ?? standard] !== undefined)) return { kind: 'signed' }
  if (tokens.length + signatures.length > 0) return refused('no-token')
  if (client.name !== undefined) return { kind: 'known', sender: { name: client.name, sources: [] } }
  if (!isNearby(socket.remoteAddress, headers)) return refused('not-here')
  // Any web page could make a browser of this machine send.
  const page = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
  return page ? refused('web-page') : { kind: 'known', sender: undefined }
}

export const refusals: Readonly<Record<Refusal, readonly [status: number, words: string]>> = {
  certificate: [403, 'a certificate is needed that holds here'],
  'no-token': [401, 'a token is needed: Authorization: Bearer ...'],
  malformed: [401, 'a token is needed: Authorization: Bearer ...'],
  unknown: [401, 'this token or signature is none of ours'],
  'not-here': [403, 'without intake.tokens only this machine may send'],
  'web-page': [403, 'a web page may not send'],
}

/** Bearer, Splunk's own word, and the password of Basic. */
function tokenIn(authorization: string): string | undefined {
  const [, scheme = '', given = ''] = /^(Bearer|Splunk|Basic) {1,4}(\S{1,800})$/i.exec(authorization) ?? []
  if (scheme === '') return undefined
  if (scheme.toLowerCase() !== 'basic') return given
  const pair = Buffer.from(given, 'base64').toString()
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined
}

const standard = 'webhook-signature'
/** As Standard Webhooks want it: five minutes either way. */
const skew = 300

/** Whose signature holds over the bytes as they were sent. @param now epoch milliseconds */
export function signerOf(
  headers: IncomingHttpHeaders,
  body: Buffer,
  signatures: readonly Signature[],
  now: number,
): Sender | undefined {
  return signatures.find((signature) =>
    signature.header === undefined
      ? isStandard(headers, body, signature, now)
      : isOver(body, textOf(headers[signature.header]), signature),
  )
}

function isStandard(headers: IncomingHttpHeaders, body: Buffer, { secret }: Signature, now: number): boolean {
  const [id, stamp, given] = ['webhook-id', 'webhook-timestamp', standard].map((name) => textOf(headers[name]))
  if (!id || !stamp || !given || !(Math.abs(now / 1_000 - Number(stamp)) <= skew)) return false
  const wanted = createHmac('sha256', keyOf(secret)).update(`${id}.${stamp}.`).update(body).digest('base64')
  return given.split(' ').some((one) => one.startsWith('v1,') && equal(one.slice(3), wanted))
}

function isOver(body: Buffer, given: string | undefined, { secret }: Signature): boolean {
  if (given === undefined) return false
  const mac = createHmac('sha256', keyOf(secret)).update(body).digest()
  const plain = given.replace(/^sha256=/i, '').trim()
  return equal(plain.toLowerCase(), mac.toString('hex')) || equal(plain, mac.toString('base64'))
}

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
