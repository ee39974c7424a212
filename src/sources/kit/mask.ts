// Secrets that audit lines carry, masked before anything is stored; a hash of the untouched bytes stays.
import { hash } from 'node:crypto'
import { maskTyped } from './typed.ts'

export interface Masked {
  readonly original: string
  /** SHA-256 of the untouched text, there only when something was masked. */
  readonly hash?: string
}

/** Names of fields, headers and parameters whose values let their reader in. */
const name =
  'authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|x-amz-signature|x-amz-credential|x-vault-token|' +
  'x-auth-token|x-api-key|api[_-]?key|apikey|passw(?:or)?d|passphrase|pwd|secret|secret[_-]?(?:access[_-]?)?key|client[_-]?secret|client[_-]?token|' +
  'access[_-]?token|refresh[_-]?token|id[_-]?token|private[_-]?key|session[_-]?token|sig'

/** `"name": "value"`, also with the quotes escaped inside another text; one value or the first of a list. Vault writes keyed hashes. */
const inJson = new RegExp(
  String.raw`(\\?"(?:${name})\\?"\s*:\s*\[?\s*\\?")(?!hmac-sha256:)((?:(?!\\?")[^\\]|\\(?!")[\s\S])+)`,
  'gi',
)
/** `name=value`, `name: value` in lines and addresses. A shell's `PWD=/root` is a folder, `passwd:chauthtok` a service of PAM. */
const inText = new RegExp(
  String.raw`(?<![\w"\\])(?!pwd=[/~]|passwd:chauthtok)((?:-{0,2}(?:${name}))\s?[=:]\s?)("[^"]*"|'[^']*'|(?:Basic |Bearer |AWS4-HMAC-SHA256 )?[^\s,;&"']+)`,
  'gi',
)

/** A text in which none of this stands holds no such name; `authorization` and `sig` are parts of many others, so they count before a value only. */
const hint =
  /cookie|x-(?:amz|api|auth|vault)|api[_-]?key|pass(?:w|phrase)|pwd|secret|token|private|(?:authorization|sig)\\?"?\s*[:=]\s*(?![{\s])/i

/**
 * A text with the values of what is called a secret replaced.
 * @param more further spans of a vendor; group 1 stays, the rest goes
 * @param own what only the vendor's form can find, done first
 */
export function maskSecrets(text: string, more: readonly RegExp[] = [], own?: (text: string) => string): Masked {
  let masked = own === undefined ? text : own(text)
  if (hint.test(masked)) masked = masked.replace(inJson, '$1***').replace(inText, (_, head: string) => `${head}***`)
  masked = maskTyped(masked)
  for (const span of more) masked = masked.replace(span, (_, head: string) => `${head}***`)
  return masked === text ? { original: text } : { original: masked, hash: sha256(text) }
}

const sha256 = (text: string): string => hash('sha256', text)
