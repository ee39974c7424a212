// The keys of the house: of links in pages, and of second factors; from the configuration, else a file beside the journal that nobody else may read.
import { createHash, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../model/config.ts'

const shortest = 32

/**
 * The key. Several processes over one Kafka must agree on it, and a key in a topic would let everybody who reads the topic answer
 * pages: there it comes from the configuration or not at all.
 * @returns undefined where there is none, so that pages have no such link
 * @throws when the file cannot be written, or is none of ours
 */
export function linkKeyOf({ web, journal }: Pick<Config, 'web' | 'journal'>): Uint8Array | undefined {
  return keyOf(web.linkKey, 'link.key', journal)
}

/**
 * The key that seals secrets of authenticator apps, which lie in the journal, and what browsers keep between two steps.
 * @returns undefined where there is none, so that nobody adds an app
 * @throws when the file cannot be written, or is none of ours
 */
export const factorKeyOf = ({ web, journal }: Pick<Config, 'web' | 'journal'>): Uint8Array | undefined =>
  keyOf(web.factorKey, 'factor.key', journal)

function keyOf(given: string | undefined, file: string, journal: Config['journal']): Uint8Array | undefined {
  if (given !== undefined) return createHash('sha256').update(given).digest()
  if (journal.kind === 'kafka') return undefined
  return Buffer.from(keyIn(join(dirname(journal.path), file)))
}

function keyIn(path: string): string {
  const before = readKey(path)
  if (before !== undefined) return before
  // Whole or not at all, also when two processes start at once: the link is made only where there is no such file yet.
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(shortest).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    rmSync(draft)
  }
  return readKey(path) ?? ''
}

function readKey(path: string): string | undefined {
  try {
    const key = readFileSync(path, 'utf8').trim()
    if (key.length < shortest) throw new Error(`${path} holds no key: remove it, and a new one is made`)
    return key
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}
