// Server-sent events: what changes in the alert store, to every reader, from where each of them was.
import type { Request, RequestHandler, Response } from 'express'
import type { Alert } from '../../model/alert.ts'
import type { Subject } from '../../model/people.ts'
import { whyNot } from '../../people/roles.ts'
import type { WebDeps } from '../deps.ts'
import { routes } from '../routes.ts'
import { refuse } from '../sign-in/access.ts'
import { identify } from '../sign-in/identity.ts'

const lookEvery = 400
const aliveEvery = 15_000
const mostReaders = 300
const mostOfOne = 20
const mostAtOnce = 200
/** A reader that takes nothing is let go; it comes back and goes on where it was. */
const mostWaiting = 512 * 1_024

interface Reader {
  readonly request: Request
  readonly response: Response
  readonly who: string
  place: string | undefined
}

/** `GET /api/stream`: events `changes`, `reset`, `alive`, `signed-out`; an event's id is the place to go on from. */
export function streamRoute({ store, people, access, now, fault }: WebDeps) {
  const readers = new Set<Reader>()
  let looking: NodeJS.Timeout | undefined
  let aliveAt = 0

  const look = async (): Promise<void> => {
    const byPlace = Map.groupBy(readers, ({ place }) => place)
    for (const [place, group] of byPlace) await bring(place, group)
    if (now() - aliveAt >= aliveEvery) {
      aliveAt = now()
      for (const reader of readers) stillThere(reader)
    }
  }
  const bring = async (place: string | undefined, group: readonly Reader[]): Promise<void> => {
    const { alerts, next, reset } = await store.changes(place, mostAtOnce)
    if (place !== undefined && !reset && alerts.length === 0) return
    const { waking } = await store.counts()
    const data = JSON.stringify({ alerts: alerts.map(told), waking })
    for (const reader of group) {
      reader.place = next
      send(reader, reset ? 'reset' : 'changes', data, next)
    }
  }
  const send = ({ response }: Reader, event: string, data: string, id?: string): void => {
    if (response.writableLength > mostWaiting) response.destroy()
    else response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`)
  }
  /** A session may have ended, or a role been taken, since it was let in. */
  const stillThere = (reader: Reader): void => {
    const { subject } = identify(reader.request, access, people.known(), now())
    const over = whyNot(subject, routes['GET /api/stream']) !== undefined
    send(reader, over ? 'signed-out' : 'alive', '{}')
    if (over) reader.response.end()
  }
  const goOn = (): void => {
    if (looking || readers.size === 0) return
    looking = setTimeout(() => {
      look()
        .catch(fault)
        .finally(() => {
          looking = undefined
          goOn()
        })
    }, lookEvery)
    looking.unref()
  }

  const answer: RequestHandler = (request, response) => {
    const who = (response.locals.who as Subject).name
    const own = [...readers].filter((reader) => reader.who === who).length
    if (readers.size >= mostReaders || own >= mostOfOne)
      return refuse(response.set('retry-after', '30'), 429, 'too many listen already')
    const given = request.headers['last-event-id'] ?? request.query.after
    const reader: Reader = {
      request,
      response,
      who,
      place: typeof given === 'string' && given !== '' ? given : undefined,
    }
    response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    response.flushHeaders()
    response.write('retry: 2000\n\n')
    readers.add(reader)
    request.on('close', () => readers.delete(reader))
    bring(reader.place, [reader]).catch(fault)
    goOn()
  }
  return { 'GET /api/stream': [answer] } satisfies Record<string, readonly RequestHandler[]>
}

const told = ({ id, version, status, priority, change, summary, at, assignee }: Alert) => ({
  id,
  version,
  status,
  priority,
  change,
  summary,
  at,
  ...(assignee === undefined ? {} : { assignee }),
})
