// Incidents in Elasticsearch: found by their keys at the providers, listed by their newest page.
import type { Alert } from '../../model/alert.ts'
import type { Incident, IncidentList, IncidentQuery, IncidentStory } from '../../model/incident.ts'
import type { AlertHistory } from '../../model/store.ts'
import { cursorOf, readCursor } from '../cursor.ts'
import { shortestPrefix, storyIn } from '../incident.ts'
import type { Elasticsearch } from './ask.ts'
import { acceptedBy } from './history.ts'
import { search, searchIn } from './indices.ts'

interface Row {
  readonly id: string
  readonly alert: string
  readonly stage: number
  readonly at: string
}

interface Hits {
  readonly hits: { readonly hits: readonly { readonly _source: { readonly lastcopy: { readonly incident: Row } } }[] }
}

interface Rest {
  get(id: string): Promise<Alert | undefined>
  history(id: string): Promise<AlertHistory>
}

const field = (name: string): string => `lastcopy.incident.${name}`
const newestFirst = [
  { [field('at')]: { order: 'desc', unmapped_type: 'keyword' } },
  { [field('id')]: { order: 'desc', unmapped_type: 'keyword' } },
]
/** So many are looked at at once while the open ones are looked for. */
const piece = 200

export function openIncidents(store: Elasticsearch, prefix: string, { get, history }: Rest) {
  const rows = async (body: object): Promise<readonly Row[]> => {
    const { hits } = await search<Hits>(store, searchIn(prefix, 'incidents'), body)
    return hits.hits.map(({ _source }) => _source.lastcopy.incident)
  }
  const storyOf = async ({ id, alert }: Row): Promise<IncidentStory | undefined> =>
    storyIn(id, await get(alert), await history(alert))
  const rowOf = async (key: string): Promise<Row | undefined> => {
    if (key === '' || key.length > 300) return undefined
    const [exact] = await rows({ size: 1, query: { term: { [field('id')]: key } } })
    if (exact) return exact
    const sort = [{ [field('stage')]: { order: 'desc', unmapped_type: 'long' } }, ...newestFirst]
    const [ofAlert] = await rows({ size: 1, query: { term: { [field('alert')]: key } }, sort })
    if (ofAlert || key.length < shortestPrefix) return ofAlert
    const [only, other] = await rows({ size: 2, query: { prefix: { [field('id')]: key } } })
    return other === undefined ? only : undefined
  }
  const find = async (key: string): Promise<IncidentStory | undefined> => {
    const row = await rowOf(key)
    return row && storyOf(row)
  }
  /** Those of an alert that is neither closed nor resolved, or of none, and of no stage but its newest. */
  const openOnes = async (found: readonly Row[]): Promise<readonly Row[]> => {
    const alerts = [...new Set(found.map(({ alert }) => alert))]
    const [over, stages] = await Promise.all([closedOf(store, prefix, alerts), stagesOf(store, prefix, alerts)])
    return found.filter(({ alert, stage }) => !over.has(alert) && (stages.get(alert) ?? stage) === stage)
  }
  return {
    find,
    async list({ open, limit, cursor }: IncidentQuery): Promise<IncidentList> {
      const kept: Row[] = []
      let after = cursor === undefined ? undefined : readCursor(cursor, 'newest')
      while (kept.length <= limit) {
        const size = open ? piece : limit + 1
        const found = await rows({
          size,
          sort: newestFirst,
          ...(after ? { search_after: [after.at, after.id] } : {}),
        })
        kept.push(...(open ? await openOnes(found) : found))
        after = found.at(-1)
        if (found.length < size) break
      }
      const page = kept.slice(0, limit)
      const stories = await Promise.all(page.map(storyOf))
      const last = page.at(-1)
      const next = kept.length > limit && last ? { next: cursorOf(last, 'newest') } : {}
      return { incidents: stories.flatMap((story) => story?.incident ?? []), ...next }
    },
    async newestOf(pager: string): Promise<Incident | undefined> {
      const stories = await Promise.all((await acceptedBy(store, prefix, pager)).map(find))
      const found = stories.flatMap((story) => story?.incident ?? [])
      return found.find(({ status }) => status === 'open') ?? found[0]
    },
  }
}

async function closedOf(store: Elasticsearch, prefix: string, alerts: readonly string[]): Promise<ReadonlySet<string>> {
  const { hits } = await search<{ hits: { hits: readonly { fields: Record<string, string[]> }[] } }>(
    store,
    searchIn(prefix, 'alerts'),
    {
      size: alerts.length,
      _source: false,
      fields: ['lastcopy.alert.id'],
      query: {
        bool: {
          filter: [
            { terms: { 'lastcopy.alert.id': alerts } },
            { terms: { 'lastcopy.alert.status': ['closed', 'resolved'] } },
          ],
        },
      },
    },
  )
  return new Set(hits.hits.flatMap(({ fields }) => fields['lastcopy.alert.id'] ?? []))
}

interface Stages {
  readonly aggregations?: {
    readonly alerts: {
      readonly buckets: readonly { readonly key: string; readonly stage: { readonly value: number } }[]
    }
  }
}

async function stagesOf(
  store: Elasticsearch,
  prefix: string,
  alerts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { aggregations } = await search<Stages>(store, searchIn(prefix, 'incidents'), {
    size: 0,
    query: { terms: { [field('alert')]: alerts } },
    aggs: {
      alerts: { terms: { field: field('alert'), size: piece }, aggs: { stage: { max: { field: field('stage') } } } },
    },
  })
  return new Map(aggregations?.alerts.buckets.map(({ key, stage }) => [key, stage.value]))
}
