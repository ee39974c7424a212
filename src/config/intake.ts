// The part of the configuration that says how records come in without Kafka, as the house reads it.
import { resolve } from 'node:path'
import type { IntakeConfig, Sender, SyslogIntake, Tls } from '../model/intake.ts'
import { bytes, hostOf, portOf, span } from './forms.ts'

interface ShapedListener {
  name?: string
  listen: string
  tls?: Tls
}

/** As the file has it, defaults filled in. */
export interface ShapedIntake {
  maxBody: string
  tokens: (Sender & { token: string })[]
  signatures: (Sender & { secret: string; header?: string })[]
  sourcetypes: Record<string, string>
  http: ShapedListener[]
  syslog: (ShapedListener & {
    transport: SyslogIntake['transport']
    source?: string
    senders: { from: string[]; source: string }[]
    maxMessage: string
    idle: string
    unfinished: string
    maxConnections: number
  })[]
  files: { name: string; paths: string[]; source: string; begin: 'start' | 'end'; format: 'lines' | 'json' }[]
  stdin?: { source: string }
}

/** @param base the folder that relative paths start from */
export function completeIntake(shaped: ShapedIntake, base: string): IntakeConfig {
  const { tokens, sourcetypes, stdin } = shaped
  return {
    maxBody: bytes(shaped.maxBody),
    tokens,
    signatures: shaped.signatures.map(({ header, ...rest }) => ({
      ...rest,
      ...(header === undefined ? {} : { header: header.toLowerCase() }),
    })),
    sourcetypes,
    http: shaped.http.map(({ listen, ...rest }) => ({
      ...rest,
      ...place(listen),
      name: httpName({ listen, ...rest }),
    })),
    syslog: shaped.syslog.map(({ listen, maxMessage, idle, unfinished, ...rest }) => ({
      ...rest,
      ...place(listen),
      name: syslogName({ listen, ...rest }),
      maxMessage: bytes(maxMessage),
      idle: span(idle),
      unfinished: span(unfinished),
    })),
    files: shaped.files.map(({ paths, ...rest }) => ({ ...rest, paths: paths.map((path) => resolve(base, path)) })),
    ...(stdin === undefined ? {} : { stdin }),
  }
}

const place = (listen: string) => ({ host: hostOf(listen), port: portOf(listen) })

export const httpName = ({ name, listen }: { name?: string; listen: string }): string =>
  name ?? `http-${portOf(listen)}`

export const syslogName = ({ name, transport, listen }: { name?: string; transport: string; listen: string }): string =>
  name ?? `syslog-${transport}-${portOf(listen)}`

/** What must never be shown. */
export const intakeSecrets = ({ tokens, signatures, http, syslog }: ShapedIntake): readonly (string | undefined)[] => [
  ...tokens.map(({ token }) => token),
  ...signatures.map(({ secret }) => secret),
  ...[...http, ...syslog].map(({ tls }) => tls?.key),
]
