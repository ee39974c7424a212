// The service's own log: one JSON object a line on stderr, with every known secret blotted out of the finished line.
import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger }

export interface LogOptions {
  readonly level: string
  /** Texts that must never be shown. */
  readonly secrets: readonly string[]
  readonly to?: DestinationStream
}

/** Looks at the finished line, so that no error text, stack or header of anybody's library gets a secret past it. */
export function makeLog({ level, secrets, to }: LogOptions): Logger {
  const blot = blotter(secrets)
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: blot },
      formatters: { level: (label) => ({ level: label }) },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  )
}

/** Replaces each secret in any of the forms that a line may carry it in: plain, in JSON, in a URL, in Base64. */
function blotter(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(
    secrets.flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
      Buffer.from(secret).toString('base64'),
    ]),
  )
  // Longest first: a secret that begins with another would leave its end standing.
  const all = [...forms].filter((form) => form.length >= 6).sort((a, b) => b.length - a.length)
  return (text) => all.reduce((line, form) => (line.includes(form) ? line.replaceAll(form, '[secret]') : line), text)
}
