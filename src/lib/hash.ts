// Short, stable names for bytes: the same input has the same name on every machine and after every restart.
import { createHash, hash } from 'node:crypto'

/** The first 128 bits of SHA-256 over the parts, in hexadecimal. A zero byte stands between parts, so no two lists collide by joining. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  // Keys are texts, and there are several to an event: one call is a third of the work of many.
  if (parts.length > 0 && parts.every((part) => typeof part === 'string'))
    return hash('sha256', `${parts.join('\0')}\0`).slice(0, 32)
  const many = createHash('sha256')
  for (const part of parts) many.update(part).update('\0')
  return many.digest('hex').slice(0, 32)
}
