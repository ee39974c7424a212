// What must be read again, or come back unchanged from a browser, and is nobody's business meanwhile: sealed with a key of the house.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

export interface Seal {
  readonly key: Uint8Array
  /** What was sealed for one purpose opens for no other. */
  readonly purpose: string
  /** Whose it is, or what it belongs to: it opens for nobody else. */
  readonly bound: string
}

const nonceLength = 12
const tagLength = 16

/** AES-256-GCM under a key derived for the purpose. @param nonce 12 random bytes */
export function sealText(text: string, { key, purpose, bound }: Seal, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', derived(key, purpose), nonce)
  cipher.setAAD(Buffer.from(bound))
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, hidden, cipher.getAuthTag()]).toString('base64url')
}

/** Undefined for what was not sealed so. */
export function openText(sealed: string, { key, purpose, bound }: Seal): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < nonceLength + tagLength) return undefined
  try {
    const cipher = createDecipheriv('aes-256-gcm', derived(key, purpose), bytes.subarray(0, nonceLength))
    cipher.setAAD(Buffer.from(bound))
    cipher.setAuthTag(bytes.subarray(-tagLength))
    return Buffer.concat([cipher.update(bytes.subarray(nonceLength, -tagLength)), cipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

const derived = (key: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `lastcopy ${purpose}`, 32))
