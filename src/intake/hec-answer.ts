// What Splunk's HTTP Event Collector answers: a text, a code, and the number of the event that is at fault.
import type { ServerResponse } from 'node:http'
import type { BadBody } from './http-body.ts'
import type { Answer, Request } from './http-context.ts'
import type { Refusal } from './http-senders.ts'

export type HecForm = 'event' | 'raw' | 'ack' | 'health'

/** The form that a path asks for; undefined where it is none of the collector's. */
export function hecForm(path: string): HecForm | undefined {
  const [whole, form = 'event'] = /^\/services\/collector(?:\/(event|raw|ack|health))?(?:\/1\.0)?\/?$/.exec(path) ?? []
  return whole === undefined ? undefined : (form as HecForm)
}

const codes = {
  0: [200, 'Success'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  7: [400, 'Incorrect index'],
  9: [503, 'Server is busy'],
  10: [400, 'Data channel is missing'],
  11: [400, 'Invalid data channel'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  17: [200, 'HEC is healthy'],
  18: [503, 'HEC is unhealthy, queues are full'],
} as const satisfies Record<number, readonly [status: number, text: string]>

export type HecCode = keyof typeof codes

export interface HecAnswer extends Answer {
  code(request: Request, code: HecCode, more?: { readonly number?: number; readonly words?: string }): void
  success(ackId: number | undefined): void
  acks(answers: Readonly<Record<string, boolean>>): void
  health(well: boolean): void
}

const ofRefusal: Readonly<Record<Refusal, HecCode>> = {
  certificate: 4,
  'no-token': 2,
  malformed: 3,
  unknown: 4,
  'not-here': 2,
  'web-page': 2,
}

const ofBody: Readonly<Record<BadBody, number>> = { 'too-large': 413, encoding: 415, zip: 400, gone: 400 }

export function answerHec(response: ServerResponse): HecAnswer {
  const json = (status: number, value: object): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  const close = (request: Request, status: number, value: object): void => {
    if (response.destroyed) return
    // The rest of the body is not read: the connection cannot be used again.
    response.setHeader('connection', 'close')
    if (status === 503) response.setHeader('retry-after', '1')
    json(status, value)
    request.resume()
  }
  const code: HecAnswer['code'] = (request, found, { number, words } = {}) => {
    const [status, text] = codes[found]
    close(request, status, {
      text: words ?? text,
      code: found,
      ...(number === undefined ? {} : { 'invalid-event-number': number }),
    })
  }
  return {
    code,
    success: (ackId) => json(200, { text: 'Success', code: 0, ...(ackId === undefined ? {} : { ackId }) }),
    acks: (acks) => json(200, { acks }),
    end: (request, { status, words }) => close(request, status, { text: words, code: 6 }),
    taken: () => json(200, { text: 'Success', code: 0 }),
    refused: (request, why) => code(request, ofRefusal[why]),
    bad: (request, why) => close(request, ofBody[why], { text: `Invalid data format: ${why}`, code: 6 }),
    unwritten: (request) => code(request, 9),
    busy: (request) => code(request, 9),
    health(well) {
      const [status, text] = codes[well ? 17 : 18]
      json(status, { text, code: well ? 17 : 18 })
    },
  }
}
