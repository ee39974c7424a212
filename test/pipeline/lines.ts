// A source of plain lines and rules that page for bad resources: the smallest real thing for the pipeline to run.
import { windowsOf } from '../../src/correlate/windows.ts'
import { minute } from '../../src/lib/duration.ts'
import type { Event } from '../../src/model/event.ts'
import type { Source } from '../../src/model/source.ts'
import type { Detector } from '../../src/pipeline/detect.ts'
import type { Relevance } from '../../src/pipeline/relevance.ts'
import { eventOf, matchOf } from '../alert/script.ts'

export const start = Date.parse('2026-03-02T09:00:00Z')

/** Reads `minutes resource [id]`; anything else is a reject. */
export const source: Source = {
  name: 'test.lines',
  logsource: [{ category: 'backup' }],
  read(record) {
    const [minutes = '', resource = '', id] = Buffer.from(record).toString('utf8').split(' ')
    if (!/^-?\d+$/.test(minutes)) return { ok: false, error: { reason: 'not minutes' } }
    const time = start + Number(minutes) * minute
    const event: Event = {
      ...eventOf({ resource }, id ?? `${minutes} ${resource}`, 0),
      '@timestamp': new Date(time).toISOString(),
    }
    return { ok: true, value: { events: [event], rejects: [] } }
  },
}

/** Every event of a resource that begins with `bad` is a page. */
export const detector: Detector = {
  rules: { match: (event) => ((event as Event).backup?.resource?.name?.startsWith('bad') ? [matchOf({})] : []) },
  chains: {
    windows: windowsOf({ plans: [], routes: new Map(), reads: new Map(), problems: [] }, 0),
    states: [],
    waits: false,
    longest: 0,
  },
  logsources: () => source.logsource,
  words: {
    copies: [],
    perhaps: [],
    sandbox: [],
    noCopies: [],
    products: [],
    backupFiles: [],
    adminGroups: [],
    views: [],
    productAgents: [],
    retentionServices: [],
  },
}

/** Resources that begin with `dull` are of no use to anything. */
export const relevance: Relevance = {
  ofEvent: (_, event) => event.backup?.resource?.name?.startsWith('dull') !== true,
  ofGlimpse: () => true,
}
