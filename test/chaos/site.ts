// One installation of Lastcopy in the target configuration, as processes that can be hurt, and what came of it in the end.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Alert, Priority } from '../../src/model/alert.ts'
import type { Role } from '../../src/model/config.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'
import { type Ground, raw } from './ground.ts'

export interface Process extends ServiceProcess {
  /** What is out of order inside of it from now on. */
  hand(orders: { readonly clock?: number; readonly pages?: number }): void
}

export interface Installation {
  readonly pagerDuty: PagerDutyServer
  /** A process of these roles that is not started yet. */
  process(roles?: readonly Role[]): Promise<Process>
  /** What came of it, once so many incidents were opened and nothing is under way in these processes any more. */
  outcome(incidents: number, ...running: readonly ServiceProcess[]): Promise<Outcome>
  stop(): Promise<void>
}

/** What must be the same whatever broke meanwhile. */
export interface Outcome {
  readonly alerts: readonly Told[]
  /** Keys of the incidents that were opened. */
  readonly incidents: readonly string[]
  /** Records that nobody could read, each once. */
  readonly deadLetters: readonly string[]
}

interface Told {
  readonly id: string
  readonly rule: string
  readonly priority: Priority
  readonly site: string
  readonly actor: string
  readonly resource: string
  readonly stage: number
  readonly events: readonly string[]
}

/** Accounts of the stories belong to three sites, so that every partition has work. */
const places = ['hamburg', 'lyon', 'turin']
const estate = {
  sites: places.map((name) => ({ name })),
  consoles: places.map((site, place) => ({
    name: `cloud of ${site}`,
    source: 'aws.cloudtrail',
    site,
    hosts: Array.from({ length: 2_000 }, (_, number) => number)
      .filter((number) => number % places.length === place)
      .map((number) => String((number % 2 ? 300_000_000_000 : 200_000_000_000) + number)),
  })),
}

/** Many processes on Kafka and Elasticsearch. @param name what its topics, groups and indices begin with */
export const onGround = ({ broker, proxy }: Ground, name: string): Promise<Installation> =>
  install({
    journal: { kind: 'kafka', replication: 1, partitions: 2, prefix: `${name}.` },
    kafka: { brokers: [broker.address], groupPrefix: name },
    topics: raw,
    store: { kind: 'elasticsearch', prefix: name },
    elasticsearch: { nodes: [proxy.url], timeout: '2s' },
  })

/** One process on files of its own. */
export const embedded = (): Promise<Installation> => install({ journal: { kind: 'sqlite' } })

async function install(kind: object): Promise<Installation> {
  const pagerDuty = await startPagerDuty()
  const processes: Process[] = []
  const config = {
    ...kind,
    estate: 'estate.yml',
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
    paging: { repeat: '30d', allow: ['127.0.0.1'] },
  }
  return {
    pagerDuty,
    async process(roles) {
      const service = await makeService(roles ? { ...config, roles } : config, handed())
      const orders = join(service.folder, 'hand.json')
      writeFileSync(orders, '{}')
      writeFileSync(join(service.folder, 'estate.yml'), JSON.stringify(estate))
      const made = { ...service, hand: (next: object) => writeFileSync(orders, JSON.stringify(next)) }
      processes.push(made)
      return made
    },
    async outcome(incidents, ...running) {
      await until(
        () => pagerDuty.incidents().size,
        (seen) => seen >= incidents,
        // One sender may send two in a second.
        120_000 + incidents * 1_000,
      )
      for (const service of running) await service.ready(120_000)
      return outcomeOf(pagerDuty, running)
    },
    async stop() {
      for (const service of processes) {
        service.signal('SIGCONT')
        await service.clean()
      }
      await pagerDuty.close()
    },
  }
}

/** `hand.ts` beside the service's own code; it looks for its orders in the folder that the service runs in. */
const handed = (): Record<string, string> => ({
  NODE_OPTIONS: `--import=${join(root, 'test/chaos/hand.ts')} --disable-warning=ExperimentalWarning`,
  CHAOS_HAND: 'hand.json',
})

async function outcomeOf(pagerDuty: PagerDutyServer, running: readonly ServiceProcess[]): Promise<Outcome> {
  const ask = async <T>(path: string): Promise<T> => {
    for (const { url } of running) {
      const answer = await fetch(`${url}${path}`)
      if (answer.ok) return (await answer.json()) as T
    }
    throw new Error(`no process answers ${path}`)
  }
  const alerts: Alert[] = []
  for (let cursor = ''; ; ) {
    const found = await ask<{ readonly alerts: readonly Alert[]; readonly next?: string }>(
      `/api/alerts?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    alerts.push(...found.alerts)
    if (found.next === undefined) break
    cursor = found.next
  }
  const { deadLetters } = await ask<{ readonly deadLetters: readonly { readonly sha256: string }[] }>(
    '/api/dead-letters?limit=10000',
  )
  return {
    alerts: alerts.map(toldOf).sort((one, other) => (one.id < other.id ? -1 : 1)),
    incidents: [...pagerDuty.incidents().keys()].sort(),
    deadLetters: [...new Set(deadLetters.map(({ sha256 }) => sha256))].sort(),
  }
}

const toldOf = ({ id, rule, priority, site, actor, resource, stage, events }: Alert): Told => ({
  id,
  rule: rule.id,
  priority,
  site,
  actor: actor.id,
  resource: resource.id,
  stage,
  events: events.map((event) => event.id).sort(),
})
