// Certificates for tests, made on the spot: an authority and what it signs (X.509 version 3, ECDSA over P-256).
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Authority extends Certificate {
  /** A certificate for a name, which is also its DNS name; `localhost` and 127.0.0.1 are good for servers. */
  issue(name: string): Certificate
}

export function makeAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const made = certificate({ subject: name, issuer: name, key: own.publicKey, by: own.privateKey, authority: true })
  return {
    cert: made,
    key: pemOf(own.privateKey),
    issue(subject) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const cert = certificate({ subject, issuer: name, key: pair.publicKey, by: own.privateKey, authority: false })
      return { cert, key: pemOf(pair.privateKey) }
    },
  }
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

interface Wanted {
  readonly subject: string
  readonly issuer: string
  readonly key: KeyObject
  readonly by: KeyObject
  readonly authority: boolean
}

let serial = 1

/** RFC 5280, section 4.1. */
function certificate({ subject, issuer, key, by, authority }: Wanted): string {
  const algorithm = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))
  const nameOf = (text: string) => sequence(tagged(0x31, sequence(oid([0x55, 0x04, 0x03]), tagged(0x0c, text))))
  const now = Date.now()
  const names = sequence(tagged(0x82, subject), tagged(0x82, 'localhost'), tagged(0x87, Buffer.from([127, 0, 0, 1])))
  const extensions = sequence(
    sequence(
      oid([0x55, 0x1d, 0x13]),
      tagged(0x04, sequence(...(authority ? [tagged(0x01, Buffer.from([0xff]))] : []))),
    ),
    sequence(oid([0x55, 0x1d, 0x11]), tagged(0x04, names)),
  )
  serial += 1
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    algorithm,
    nameOf(issuer),
    sequence(time(now - 86_400_000), time(now + 30 * 86_400_000)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  )
  const whole = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, by)])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function tagged(tag: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string)
  const { length } = bytes
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), bytes])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const oid = (bytes: readonly number[]): Buffer => tagged(0x06, Buffer.from(bytes))
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]))
const time = (at: number): Buffer => tagged(0x18, `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`)
