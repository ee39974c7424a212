// The alert store that the configuration asks for, and the stages that fill it: they wait for it, and nothing else does.
import type { Config } from '../model/config.ts'
import type { Journal } from '../model/journal.ts'
import type { AlertStore, EventStore } from '../model/store.ts'
import { sqliteEvents } from '../store/events.ts'
import { evidenceStage, rebuildStore } from '../store/project.ts'
import { sqliteStore } from '../store/sqlite.ts'
import { makeProject } from './line.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Supervisor } from './supervise.ts'

export interface OpenStore {
  readonly store: AlertStore
  /** Where events are kept for searching; undefined where they are not. */
  readonly events?: EventStore
  close(): Promise<void>
}

/**
 * Opens the store. One in Elasticsearch is not asked yet: it may be down, and the rest of the service begins all the same.
 * @throws when a SQLite file cannot be opened
 */
export async function openStore(
  { store, elasticsearch }: Config,
  log: Logger,
  metrics: Pick<Metrics, 'setAside'>,
): Promise<OpenStore> {
  if (store.kind === 'sqlite') {
    const alerts = sqliteStore(store.path)
    if (!store.events) return { store: alerts, close: () => alerts.close() }
    const events = sqliteEvents(eventsBeside(store.path), store.mostEvents)
    return { store: alerts, events, close: () => alerts.close().finally(() => events.close()) }
  }
  if (!elasticsearch) throw new Error('a store in Elasticsearch needs nodes')
  // Loaded only where it is asked for: the client takes longer to load than everything else.
  const { elasticsearchStore } = await import('../store/elasticsearch/store.ts')
  const opened = elasticsearchStore({
    connection: elasticsearch,
    store,
    onRefused({ id, reason, kept }) {
      metrics.setAside(kept)
      log.error({ document: id, reason, kept }, 'Elasticsearch refuses a document; pages are not concerned')
    },
  })
  return { store: opened, ...(store.events ? { events: opened } : {}), close: () => opened.close() }
}

/** A file of their own: they are many times the alerts, and may be deleted to be made anew from the journal. */
export const eventsBeside = (path: string): string =>
  path === ':memory:' ? path : `${path.replace(/(\.alerts)?\.(db|sqlite3?)$/, '')}.events.db`

/** Starts the stages that write into the store; each is tried again until the store answers. */
export function startProjection(
  { store, events }: Omit<OpenStore, 'close'>,
  { journal, supervisor, log }: { readonly journal: Journal; readonly supervisor: Supervisor; readonly log: Logger },
): void {
  supervisor.start('project', async () => {
    if (await store.fresh()) {
      const written = await rebuildStore(store, journal)
      if (written > 0) log.info({ written }, 'alert store rebuilt from the journal')
    }
    return journal.run(makeProject(store))
  })
  if (events) supervisor.start('evidence', () => journal.run(evidenceStage(events)))
}
