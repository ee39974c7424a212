// Reads a command's words: Node's own parser, its mistakes turned into usage errors.
import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './command.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Options and positionals of a command.
 * @throws UsageError for an unknown option or a missing value
 */
export function readArgs<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(message.split('. To specify')[0])
  }
}

/** A value that must be there. @throws UsageError naming it */
export function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing`)
  return value
}

/** A number, or a hundred. @throws UsageError */
export function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 100)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit is a whole number of at least 1')
  return limit
}

/** `@FILE` stands for what the file holds. @throws UsageError when it cannot be read */
export function textOf(text: string): string {
  if (!text.startsWith('@')) return text
  try {
    return readFileSync(text.slice(1), 'utf8')
  } catch (cause) {
    throw new UsageError(`--text: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
