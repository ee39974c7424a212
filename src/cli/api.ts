// Talks to the running service: its file belongs to one process, so the command line asks that one.
import { Agent } from 'node:http'
import fetch, { type RequestInit, type Response } from 'node-fetch'
import { isObject } from '../lib/json.ts'
import { StopError, UsageError } from './command.ts'
import { readConfig } from './config.ts'
import type { Io } from './io.ts'

/** Options that every command has which talks to the service. */
export const apiOptions = { config: { type: 'string' }, url: { type: 'string' } } as const
export const apiUsage = '[--config FILE | --url URL]'

export interface Api {
  readonly url: string
  /** The answer's JSON. @throws StopError when nobody answers, or the answer is no */
  ask(path: string, request?: { readonly method?: string; readonly body?: string }): Promise<Record<string, unknown>>
}

/** An answer that says no, with what it said. */
export class Refused extends StopError {
  readonly status: number
  readonly answer: Record<string, unknown>
  constructor(status: number, answer: Record<string, unknown>) {
    super(typeof answer.error === 'string' ? answer.error : `the service answered ${status}`)
    this.status = status
    this.answer = answer
  }
}

/** The service of `--url`, else of the configuration. `LASTCOPY_TOKEN` opens it, else the configuration's first token. */
export async function openApi(
  { url, config }: { readonly url?: string | undefined; readonly config?: string | undefined },
  io: Pick<Io, 'say'>,
): Promise<Api | undefined> {
  const place = url === undefined ? await configured(config, io) : { base: url, token: undefined }
  if (!place) return undefined
  if (!URL.canParse(place.base)) throw new UsageError(`--url "${place.base}" is no URL`)
  const token = process.env.LASTCOPY_TOKEN ?? place.token
  const agent = new Agent({ keepAlive: false })
  return {
    url: place.base,
    async ask(path, { method = 'GET', body } = {}) {
      const init: RequestInit = {
        method,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/x-ndjson' }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        ...(place.base.startsWith('http:') ? { agent } : {}),
      }
      const response = await answered(new URL(path, `${place.base.replace(/\/+$/, '')}/`).href, init, place.base)
      const answer: unknown = await response.json().catch(() => undefined)
      const found = isObject(answer) ? (answer as Record<string, unknown>) : {}
      if (!response.ok) throw new Refused(response.status, found)
      return found
    },
  }
}

async function answered(url: string, init: RequestInit, base: string): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new StopError(`no service answers at ${base}${code}; start it with \`lastcopy run\`, or name it with --url`)
  }
}

async function configured(file: string | undefined, io: Pick<Io, 'say'>) {
  const config = await readConfig(file, io)
  if (!config) return undefined
  const { host, port, tokens } = config.web
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return { base: `http://${name}:${port}`, token: tokens[0]?.token }
}
