// Signs of life over HTTP: `POST /heartbeat/<name>`, answered when it is durable.
import type { ServerResponse } from 'node:http'
import { nearest } from '../lib/nearest.ts'
import type { Beat, Expected } from '../model/heartbeat.ts'
import type { IntakeConfig } from '../model/intake.ts'
import type { Journal } from '../model/journal.ts'
import { topics } from '../model/wire.ts'
import { maySend, type Request } from './http-context.ts'
import { askedBy, refusals } from './http-senders.ts'

export interface HeartbeatOptions {
  readonly journal: Pick<Journal, 'append'>
  readonly site: string
  readonly expected: readonly Expected[]
  readonly config: Pick<IntakeConfig, 'tokens'>
  now(): number
}

/** A handler for Node's or Express's server. Whoever may send records may say that it lives; nothing of a body is read. */
export function heartbeatIntake({ journal, site, expected, config, now }: HeartbeatOptions) {
  const names = expected.map(({ name }) => name)
  return async (request: Request, response: ServerResponse): Promise<void> => {
    const answer = (status: number, value: object): void => {
      request.resume()
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    const asked = askedBy(request, { tokens: config.tokens, signatures: [] }, {})
    if (asked.kind !== 'known') {
      const [status, error] = refusals[asked.kind === 'refused' ? asked.why : 'no-token']
      return answer(status, { error })
    }
    const name = nameIn(request.url ?? '')
    const one = expected.find((some) => some.name === name)
    if (!one) {
      const close = nearest(name, names)
      const error = `nobody expects "${name.slice(0, 60)}"${close ? `; did you mean ${close}?` : ''}`
      return answer(404, { error })
    }
    if (!maySend(asked.sender, one.source ?? one.name))
      return answer(403, { error: `${asked.sender?.name} may not speak for ${one.name}` })
    const at = new Date(now()).toISOString()
    try {
      const beat: Beat = { type: 'beat', site, name, at }
      await journal.append([{ topic: topics.events, key: site, value: JSON.stringify(beat) }])
      answer(200, { heard: at })
    } catch {
      response.setHeader('retry-after', '1')
      answer(503, { error: 'it could not be written; send it again' })
    }
  }
}

function nameIn(url: string): string {
  const raw = url.split('?', 1)[0]?.replace(/^\/heartbeat\//, '') ?? ''
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}
