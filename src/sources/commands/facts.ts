// What a command line does to copies, clocks, logs, ways in and people, whichever host it runs on.
import type { Facts } from '../kit/facts.ts'
import { clockCommands } from './clocks.ts'
import { esxiCommands } from './esxi.ts'
import { commandsIn, type Words } from './line.ts'
import { peopleCommands } from './people.ts'
import { serviceCommands } from './services.ts'
import { unixCommands } from './unix.ts'
import { windowsCommands, windowsText } from './windows.ts'

export interface Place {
  /** The host on which it ran: part of every id. */
  readonly host: string
  /** Epoch milliseconds: what a clock is set to is told against it. */
  readonly time: number
}

/** Undefined: the command does nothing that has a word here. */
export type CommandReader = (command: Words, place: Place) => Facts | undefined

const readers: readonly CommandReader[] = [
  serviceCommands,
  peopleCommands,
  clockCommands,
  windowsCommands,
  esxiCommands,
  unixCommands,
]

/** The first command of a line that does something with a word; undefined when none does. */
export function commandFacts(line: string, place: Place): Facts | undefined {
  for (const command of commandsIn(line))
    for (const read of readers) {
      const facts = read(command, place)
      if (facts) return facts
    }
  return pipes.test(line) ? windowsText(line.slice(0, 16_384).toLowerCase().replace(/\s+/g, ' '), place) : undefined
}

/** What one PowerShell command finds and the next one deletes is said by both together. */
const pipes = /powershell|pwsh|get-wmiobject|gwmi|get-ciminstance/i

/** The facts of a line, or that a program ran. */
export const processFacts = (line: string, place: Place): Facts =>
  commandFacts(line, place) ?? {
    action: 'process-started',
    ...(place.host ? { resource: { type: 'host', id: place.host, name: place.host } } : {}),
  }
