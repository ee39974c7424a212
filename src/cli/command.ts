// What a command is: one file in commands/, named as the person types it, with the command as default export.
import type { Io } from './io.ts'

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** The forms, one a line, without the program's name. */
  readonly usage: readonly string[]
  /**
   * Runs it.
   * @param args what stands behind the command's name
   * @returns the exit code: 0 fine, 1 findings, 2 wrong usage or configuration
   * @throws UsageError when the words are off
   */
  run(args: readonly string[], io: Io): Promise<number>
}

/** It cannot be done, and other words would not help: told in one line, exit code 2. */
export class StopError extends Error {
  override readonly name = 'StopError'
}

/** The command line or the configuration is wrong: told in one line with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
