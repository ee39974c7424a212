// What a pager's provider calls with when somebody answers there: bounded, handed on as it came, answered as the provider expects.
import express, { type Request, type RequestHandler } from 'express'
import { param } from '../alert/api.ts'
import type { WebDeps } from '../deps.ts'
import { refuse } from '../sign-in/access.ts'
import { bound } from '../sign-in/bound.ts'

/** A provider tells one thing at a time; what is larger is none of theirs. */
const largest = '256kb'
/** A storm of pages may be answered by one hand. */
const mostInMinute = 1_200

export const hookRoutes = ({ answers, access, now }: WebDeps) =>
  ({
    'POST /hooks/:pager': [
      bound(mostInMinute, now),
      express.raw({ type: () => true, limit: largest }),
      async (request, response) => {
        const body: unknown = request.body
        const call = {
          url: calledAddress(request, access.publicUrl),
          headers: Object.fromEntries(
            Object.entries(request.headers).flatMap(([name, value]) =>
              value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
            ),
          ),
          body: body instanceof Uint8Array ? body : new Uint8Array(),
        }
        const taken = await answers.hook(param(request.params.pager), call, request.ip)
        if (!taken) return refuse(response, 404, 'no pager of that name can call back')
        if (taken.outcomes.includes('refused')) return refuse(response, 403, 'this call is not signed as it must be')
        // Whoever called will call again, and then we may know the page.
        if (taken.outcomes.includes('later'))
          return refuse(response.set('retry-after', '30'), 503, 'it starts; call again')
        if (!taken.reply) return void response.status(204).end()
        response.status(200).set('content-type', taken.reply.contentType).send(taken.reply.body)
      },
    ],
  }) satisfies Record<string, readonly RequestHandler[]>

/** As the provider knows it: some sign the address. */
const calledAddress = ({ protocol, headers, originalUrl }: Request, publicUrl: string | undefined): string =>
  `${publicUrl?.replace(/\/+$/, '') ?? `${protocol}://${headers.host ?? ''}`}${originalUrl}`
