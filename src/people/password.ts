// Passwords: which are good enough, and how one is kept so that nobody can read it back.
import { scrypt, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../lib/result.ts'

const shortest = 12
const longest = 256

/** What is wrong with it, in words; undefined when it will do. */
export function whyWeak(password: string, name: string): string | undefined {
  const plain = password.normalize('NFKC')
  if (plain.length < shortest) return `a password has at least ${shortest} characters`
  if (plain.length > longest) return `a password has at most ${longest} characters`
  const low = plain.toLowerCase()
  if (name.length >= 4 && low.includes(name.toLowerCase())) return 'a password must not contain the name'
  if (new Set(low).size < 5) return 'a password has at least five different characters'
  if (isRun(low) || common.some((word) => low.replace(/[\d\W_]+/g, '') === word))
    return 'that password is among the first that anybody tries'
  return undefined
}

/** Words that a long password is often nothing but, with digits around. */
const common = [
  'password',
  'passwort',
  'backup',
  'lastcopy',
  'welcome',
  'willkommen',
  'admin',
  'administrator',
  'qwertyuiop',
  'letmein',
  'changeme',
]

/** `123456789012`, `abcdefghijkl`: each character the next of the one before, or a repetition of a short piece. */
function isRun(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)))
  return steps.size === 1 || /^(.{1,4})\1+.{0,3}$/s.test(text) || '01234567890123456789'.includes(text)
}

/** What scrypt costs. */
export interface Strength {
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** OWASP's second choice: 32 MB of memory, three times over. */
export const usualStrength: Strength = { ln: 15, r: 8, p: 3 }

interface Kept extends Strength {
  readonly salt: Buffer
  readonly key: Buffer
}

/** @param salt at least 16 random bytes @returns `scrypt$ln=15,r=8,p=3$<salt>$<key>`, both in base64url */
export async function keepPassword(password: string, salt: Uint8Array, { ln, r, p }: Strength): Promise<string> {
  const key = await derive(password, { ln, r, p, salt: Buffer.from(salt) }, 32)
  return `scrypt$ln=${ln},r=${r},p=${p}$${Buffer.from(salt).toString('base64url')}$${key.toString('base64url')}`
}

/** Compares in constant time, with the parameters that it was kept with. False for a text that is none of ours. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const read = readKept(kept)
  if (!read.ok) return false
  return timingSafeEqual(await derive(password, read.value, read.value.key.length), read.value.key)
}

/** Stands for the password of an account that there is not: it takes as long, and never fits. */
export const nobodysPassword = ({ ln, r, p }: Strength): string =>
  `scrypt$ln=${ln},r=${r},p=${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

function readKept(text: string): Result<Kept, 'no-password'> {
  const found = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,100})\$([\w-]{40,100})$/.exec(text)
  if (!found) return fail('no-password')
  const [, ln, r, p, salt = '', key = ''] = found
  const kept = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (kept.ln < 10 || kept.ln > 20 || kept.r < 1 || kept.p < 1) return fail('no-password')
  return ok({ ...kept, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') })
}

const derive = (password: string, { ln, r, p, salt }: Omit<Kept, 'key'>, length: number): Promise<Buffer> =>
  new Promise((done, failed) => {
    const options = { N: 2 ** ln, r, p, maxmem: 160 * 2 ** ln * r }
    // Longer ones are refused before; here a huge one must not cost more than a long one.
    scrypt(password.normalize('NFKC').slice(0, longest + 1), salt, length, options, (error, key) =>
      error ? failed(error) : done(key),
    )
  })
