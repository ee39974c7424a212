// Short, stable names for bytes: the same input has the same name on every machine and after every restart.
import { createHash } from 'node:crypto'

/** The first 128 bits of SHA-256 over the parts, in hexadecimal. A zero byte stands between parts, so no two lists collide by joining. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}
