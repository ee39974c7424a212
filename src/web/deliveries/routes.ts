// The deliveries: the page, and the same as JSON.
import type { RequestHandler, Response } from 'express'
import { sentence } from '../alert/pages.ts'
import type { WebDeps } from '../deps.ts'
import { notice } from '../frame/notice.ts'
import { readDeliveryQuery } from '../queue/query.ts'
import { frameOf, refuse } from '../sign-in/access.ts'
import { type DeliveriesView, deliveriesPage } from './page.ts'

const perPage = '100'

export const deliveryRoutes = ({ store, answers, site, zone, now }: WebDeps) => {
  const channels = (): Promise<DeliveriesView['channels']> =>
    Promise.all(
      answers.pagers().map(async (pager) => {
        const newest = await Promise.all(
          (['accepted', 'retry', 'refused'] as const).map((outcome) => store.deliveries({ pager, outcome, limit: 1 })),
        )
        const [last] = newest.flatMap(({ entries }) => entries).sort((one, other) => (one.at < other.at ? 1 : -1))
        return { pager, ...(last && { last }) }
      }),
    )
  const summaries = async ({ entries }: DeliveriesView['list']): Promise<ReadonlyMap<string, string>> => {
    const ids = new Set(entries.map((entry) => (entry.type === 'delivery' ? entry.delivery : entry.decision).alert))
    const found = await Promise.all([...ids].map((id) => store.get(id)))
    return new Map(found.flatMap((alert) => (alert ? [[alert.id, alert.summary] as const] : [])))
  }
  return {
    'GET /deliveries': [
      async (request, response: Response) => {
        const query = readDeliveryQuery({ limit: perPage, ...request.query })
        if (!query.ok)
          return notice(response, { status: 400, words: sentence(query.error), site, ...frameOf(response) })
        const { limit: _, cursor: __, ...asked } = query.value
        const list = await store.deliveries(query.value)
        const all = { channels: await channels(), summaries: await summaries(list) }
        response.send(deliveriesPage({ list, asked, ...all, site, zone, now: now(), ...frameOf(response) }))
      },
    ],
    'GET /api/deliveries': [
      async (request, response) => {
        const query = readDeliveryQuery(request.query)
        if (!query.ok) return refuse(response, 400, query.error)
        response.json(await store.deliveries(query.value))
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}
