// One line of syslog, by the program that wrote it, or by its words where no header says which that was.
import type { SyslogLine } from '../envelope/syslog.ts'
import { clockLines } from './clocks.ts'
import { peopleLines } from './people.ts'
import { serviceLines } from './services.ts'
import { signInLines } from './sign-in.ts'

/** What a line says, found by its pattern. */
export interface LinuxLine {
  readonly program: string
  readonly host: string
  readonly time: number | undefined
  readonly message: string
  readonly reading: Reading | undefined
}

export interface Reading {
  readonly name: string
  readonly groups: Readonly<Record<string, string | undefined>>
}

/** A message of a program, and what its parts are called. */
export interface LinePattern {
  readonly name: string
  readonly program: RegExp
  readonly message: RegExp
}

const patterns: readonly LinePattern[] = [...signInLines, ...peopleLines, ...serviceLines, ...clockLines]

/** Undefined where there is neither a header nor words that only one program writes. */
export function fromSyslog(line: SyslogLine): LinuxLine | undefined {
  const program =
    (line.app ?? '')
      .replace(/^\(|\)$/g, '')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? ''
  // A daemon's own stamp in front of the message, where another one forwards it.
  const message = line.message.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?\s+/, '').slice(0, 16_384)
  const isKnown = program !== '' && !/^(healthdog|logger|journal)$/.test(program)
  const reading = readingOf(isKnown ? program : undefined, message)
  if (line.form === 'plain' && program === '' && reading === undefined) return undefined
  if (line.form !== 'plain' && program === '' && line.host === undefined && reading === undefined) return undefined
  return { program, host: line.host ?? '', time: line.time, message, reading }
}

/** The pattern that a message fits; without a program, whoever wrote it. */
export function readingOf(program: string | undefined, message: string): Reading | undefined {
  for (const pattern of patterns) {
    if (program !== undefined && !pattern.program.test(program)) continue
    const found = pattern.message.exec(message)
    if (found) return { name: pattern.name, groups: found.groups ?? {} }
  }
  return undefined
}
