// Talks to the running service: its file belongs to one process, so the command line asks that one.
import { Agent } from 'node:http'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import fetch, { type RequestInit, type Response } from 'node-fetch'
import { isObject, tellJson } from '../lib/json.ts'
import { StopError, UsageError } from './command.ts'
import { readConfig } from './config.ts'
import type { Io } from './io.ts'
import { tokenFor } from './token.ts'

/** Options that every command has which talks to the service. */
export const apiOptions = { config: { type: 'string' }, url: { type: 'string' } } as const
export const apiUsage = '[--config FILE | --url URL]'

export interface Api {
  readonly url: string
  /** The answer's JSON. @throws StopError when nobody answers, or the answer is no */
  ask(path: string, request?: ApiRequest): Promise<Record<string, unknown>>
  /** The answer's lines, as they come. */
  lines(path: string): AsyncIterable<string>
  /** The answer as it is: a file. */
  bytes(path: string): Promise<Uint8Array>
}

export interface ApiRequest {
  readonly method?: string
  /** Lines of JSON. */
  readonly body?: string
  /** One JSON object; the method is POST. */
  readonly json?: object
}

/** An answer that says no, with what it said. */
export class Refused extends StopError {
  readonly status: number
  readonly answer: Record<string, unknown>
  constructor(status: number, answer: Record<string, unknown>, withToken: boolean) {
    super(status === 401 ? howToEnter(withToken) : tellJson(answer.error ?? `the service answered ${status}`))
    this.status = status
    this.answer = answer
  }
}

/**
 * The service of `--url`, else of the configuration. It is opened by `LASTCOPY_TOKEN`, by the file that `LASTCOPY_TOKEN_FILE`
 * names, by the session of `lastcopy sign-in` at that address, else by the configuration's first token.
 */
export async function openApi(
  { url, config }: { readonly url?: string | undefined; readonly config?: string | undefined },
  io: Pick<Io, 'say'>,
): Promise<Api | undefined> {
  const place = url === undefined ? await configured(config, io) : { base: url, token: undefined }
  if (!place) return undefined
  if (!URL.canParse(place.base)) throw new UsageError(`--url "${place.base}" is no URL`)
  const token = tokenFor(place.base) ?? place.token
  const agent = new Agent({ keepAlive: false })
  const send = async (path: string, { method = 'GET', body, json }: ApiRequest = {}): Promise<Response> => {
    const content = json === undefined ? body : JSON.stringify(json)
    const type = json === undefined ? 'application/x-ndjson' : 'application/json'
    const init: RequestInit = {
      method: json === undefined ? method : 'POST',
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined ? {} : { 'content-type': type }),
      },
      ...(content === undefined ? {} : { body: content }),
      redirect: 'error',
      ...(place.base.startsWith('http:') ? { agent } : {}),
    }
    const response = await answered(new URL(path, `${place.base.replace(/\/+$/, '')}/`).href, init, place.base)
    if (response.ok) return response
    const answer: unknown = await response.json().catch(() => undefined)
    throw new Refused(response.status, isObject(answer) ? (answer as Record<string, unknown>) : {}, token !== undefined)
  }
  return {
    url: place.base,
    async ask(path, request) {
      const answer: unknown = await (await send(path, request)).json().catch(() => undefined)
      return isObject(answer) ? (answer as Record<string, unknown>) : {}
    },
    async *lines(path) {
      const { body } = await send(path)
      if (body) yield* createInterface({ input: body as Readable, crlfDelay: Number.POSITIVE_INFINITY })
    },
    bytes: async (path) => new Uint8Array(await (await send(path)).arrayBuffer()),
  }
}

const howToEnter = (withToken: boolean): string =>
  `${withToken ? 'the token or session is not valid (any more)' : 'nobody gets in without signing in'}: \`lastcopy sign-in NAME\`, or a token in LASTCOPY_TOKEN or in the file that LASTCOPY_TOKEN_FILE names`

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
