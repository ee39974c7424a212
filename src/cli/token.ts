// What opens the service for the command line: a token from the environment or a file, or the session of a sign-in.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { isObject } from '../lib/json.ts'
import { StopError } from './command.ts'

/** Undefined where there is none. A session is shown only to the address that gave it. @throws StopError for a file that cannot be read */
export function tokenFor(base: string): string | undefined {
  const { LASTCOPY_TOKEN: given, LASTCOPY_TOKEN_FILE: file } = process.env
  if (given !== undefined && given !== '') return given
  if (file === undefined || file === '') return sessions()[originOf(base)]
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new StopError(`LASTCOPY_TOKEN_FILE: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** Keeps a session for this user of this machine alone; undefined forgets it. */
export function keepSession(base: string, session: string | undefined): void {
  const { [originOf(base)]: _, ...others } = sessions()
  const path = sessionsFile()
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const all = session === undefined ? others : { ...others, [originOf(base)]: session }
  writeFileSync(path, `${JSON.stringify(all)}\n`, { mode: 0o600 })
}

const originOf = (base: string): string => new URL(base).origin

const sessionsFile = (): string =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'lastcopy', 'sessions.json')

function sessions(): Readonly<Record<string, string>> {
  try {
    const held: unknown = JSON.parse(readFileSync(sessionsFile(), 'utf8'))
    return isObject(held) ? Object.fromEntries(Object.entries(held).map(([base, one]) => [base, String(one)])) : {}
  } catch {
    return {}
  }
}
