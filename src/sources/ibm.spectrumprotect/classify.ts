// What a command does, by its verb and the word behind it, however short they were typed.

import { isAbbreviation, splitKeyword } from '../kit/abbreviation.ts'
import type { Facts } from '../kit/facts.ts'
import { type Command, consoleOf } from './command.ts'
import { nodeCommands } from './nodes.ts'
import { policyCommands } from './policy.ts'
import { serverCommands } from './server.ts'
import { type Row, storedCommands } from './stored.ts'

const rows: readonly Row[] = [...storedCommands, ...policyCommands, ...nodeCommands, ...serverCommands]
const byLetter = Map.groupBy(rows, ([verb]) => verb.charAt(0).toUpperCase())

/** Verbs that look and change nothing. */
const looks = ['Query', 'SELect', 'SHow', 'HELP', 'PING', 'VALidate', 'QUIT', 'LISt'].map(splitKeyword)

/** `other` for a command that guards nothing. */
export function classify({ verb, object, asked }: Command): Facts {
  if (looks.some((keyword) => isAbbreviation(verb, keyword))) return { action: 'read', resource: consoleOf(asked) }
  for (const [named, what, read] of byLetter.get(verb.charAt(0)) ?? [])
    if (
      isAbbreviation(verb, splitKeyword(named)) &&
      (what === '' || (object !== '' && isAbbreviation(object, splitKeyword(what))))
    )
      return read(asked)
  return { action: 'other', resource: consoleOf(asked) }
}
