// What lies outside the machine and is spoken to: pagers and watchers are connected to, and told nothing; Elasticsearch is asked.
import { isIP } from 'node:net'
import { connect as secure } from 'node:tls'
import type { Config } from '../../model/config.ts'
import type { Outgoing } from '../../model/pager.ts'
import { beatOf } from '../../relay/heartbeat.ts'
import { testPage } from '../../relay/page.ts'
import { hidden, secretsOf } from '../../service/courier.ts'
import { channelsOf } from '../../service/dispatch.ts'
import { openGuard } from '../../service/out/guard.ts'
import { failure, openSocket } from '../../service/out/socket.ts'
import { loadPagers } from '../../service/pagers.ts'
import { messageOf } from '../../service/supervise.ts'
import { clockFinding, type Finding, fine, note, skipped, wrong } from './finding.ts'

const patience = 5_000

/** Whether a connection to each pager comes about, without a word to it. */
export async function checkPagers(config: Config, now: number): Promise<readonly Finding[]> {
  const channels = channelsOf(config, await loadPagers())
  if (channels.length === 0)
    return [
      wrong('pagers', 'no pager is configured: alerts are shown, and nobody is told', 'add `pagers`: docs/pagers.md'),
    ]
  return Promise.all(
    channels.map(async (channel): Promise<Finding> => {
      const { name, pager, settings } = channel
      const ends = pager.ends?.(settings)
      try {
        const out = pager.request(testPage(config.site, now), settings, now)
        if (out === undefined) return skipped('pagers', `${name} has nothing to say of a test`)
        const why = await reach(out, config.paging.allow)
        if (why !== undefined)
          return wrong(
            'pagers',
            `${name}: ${hidden(why, secretsOf(channel))}`,
            'open the way there (firewall, proxy, DNS); `paging.allow` opens networks that are not on the internet',
          )
        if (ends !== undefined) return note('pagers', `${name}: ${ends}`, 'move to another pager before then')
        return fine('pagers', `${name} can be reached; \`lastcopy page test\` tells whether it takes pages`)
      } catch (cause) {
        return wrong(
          'pagers',
          `${name}: ${hidden(messageOf(cause), secretsOf(channel))}`,
          'mend its settings: docs/pagers.md',
        )
      }
    }),
  )
}

/** The same for whoever outside notices that Lastcopy says nothing any more. */
export async function checkWatchers({ watchers, site, paging }: Config): Promise<readonly Finding[]> {
  if (watchers.length === 0)
    return [note('watchers', 'nobody outside notices when Lastcopy stops', 'add `watchers`: docs/heartbeats.md')]
  return Promise.all(
    watchers.map(async (watcher): Promise<Finding> => {
      const out = beatOf(watcher, { well: true, why: [], site, before: false })
      const why = out && (await reach(out, paging.allow))
      return why === undefined
        ? fine('watchers', `${watcher.name} can be reached`)
        : wrong('watchers', `${watcher.name}: ${why}`, 'open the way there (firewall, proxy, DNS)')
    }),
  )
}

interface Target {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly ca?: string | undefined
}

function targetOf(out: Outgoing): Target | undefined {
  switch (out.via) {
    case 'smtp':
      return { host: out.host, port: out.port, tls: out.security === 'tls', ca: out.ca }
    case 'udp':
      return undefined
    case 'tcp':
    case 'tls':
      return { host: out.host, port: out.port, tls: out.via === 'tls', ca: out.ca }
    default: {
      const { protocol, hostname, port } = new URL(out.url)
      const tls = protocol === 'https:'
      return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls ? 443 : 80)), tls }
    }
  }
}

/** @returns why no connection came about; datagrams have none, and are not tried */
async function reach(out: Outgoing, allow: readonly string[]): Promise<string | undefined> {
  const target = targetOf(out)
  if (!target) return undefined
  const { host, port, tls, ca } = target
  try {
    const socket = await openSocket(host, port, patience, openGuard(allow))
    if (!tls) socket.destroy()
    else
      await new Promise<void>((go, stop) => {
        const over = secure({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca ? { ca } : {}) })
        over.setTimeout(patience, () => over.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
        over.once('secureConnect', go)
        over.once('error', stop)
      }).finally(() => socket.destroy())
    return undefined
  } catch (cause) {
    return `${host}:${port}: ${failure(cause).error}`
  }
}

/** The cluster, where the store lies in one: can it be asked, is there room, and may Lastcopy do what it does there? */
export async function checkElasticsearch({ store, elasticsearch }: Config): Promise<readonly Finding[]> {
  if (store.kind !== 'elasticsearch' || !elasticsearch) return []
  const { inspectElasticsearch } = await import('../../store/elasticsearch/inspect.ts')
  const where = elasticsearch.nodes.join(', ')
  try {
    const asked = Date.now()
    const { health, missing, blocked, at } = await inspectElasticsearch(elasticsearch, store.prefix)
    const between = (asked + Date.now()) / 2
    return [
      health === 'red'
        ? wrong('store', `${where}: the cluster is red`, 'mend it first: GET _cluster/allocation/explain says why')
        : fine('store', `${where} answers${health === undefined ? '' : `, the cluster is ${health}`}`),
      ...missing.map((right) =>
        wrong(
          'store',
          `${where}: the right ${right} is missing`,
          'give it to the API key or user: docs/elasticsearch.md',
        ),
      ),
      ...blocked.map((index) =>
        wrong(
          'store',
          `${where}: ${index} takes no writes`,
          'its node ran out of disk: make room, then set index.blocks.read_only_allow_delete to null',
        ),
      ),
      ...(at === undefined ? [] : [clockFinding('Elasticsearch', at + 500 - between, 0)]),
    ]
  } catch (cause) {
    return [
      wrong(
        'store',
        `${where}: ${messageOf(cause)}`,
        'pages do not wait for it; look at the node, the network and the key',
      ),
    ]
  }
}
