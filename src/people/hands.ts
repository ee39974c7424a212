// Who could be behind an act: the person it bears the name of, and whoever gave that person the password or made the token.
import { day } from '../lib/duration.ts'
import type { Subject } from '../model/people.ts'
import type { Reader } from './shelf.ts'
import { tokenOf } from './tokens.ts'

/** So long whoever gave an account its password could be behind what it does: by then its owner has asked, or was told. */
const handedFor = day

/** Other persons than the one it bears the name of. @param at ISO */
export function handsBehind(known: Reader, { person, token }: Subject, at: string): readonly string[] {
  const made = token === undefined ? undefined : tokenOf(known, token)?.madeBy
  const handed = person === undefined ? undefined : known.get('account', person)?.handed
  const giver = handed && Date.parse(at) - Date.parse(handed.at) < handedFor ? handed.by : undefined
  return [...new Set([made, giver])].filter((one) => one !== undefined && one !== person) as readonly string[]
}
