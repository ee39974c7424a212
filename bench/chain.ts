// `npm run bench:chain [KEYS]`: a 30-day chain over a key, with a flood of fresh keys between its two steps, through detection as it ships.
// Says whether the chain still fires, how many windows lie in the state, how fast it went, and how much memory the process took.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDetections } from '../src/content/files.ts'
import { loadDetections } from '../src/content/load.ts'
import { openDatabase } from '../src/journal/sqlite/database.ts'
import { openState } from '../src/journal/sqlite/state.ts'
import { detectEvent } from '../src/pipeline/detect.ts'
import { memoryOver, tallyOf } from '../src/pipeline/memory-state.ts'
import { type FloodEvent, floodEvent } from './flood.ts'
import { rssOf } from './rss.ts'

const groups = Number(process.argv[2] ?? 1_000_000)
const batch = 2_000
const day = 86_400_000
const start = Date.parse('2026-03-02T00:00:00Z')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-chain-'))
const path = join(folder, 'journal.db')
const database = openDatabase(path)
const state = openState(database, 'detect')
const { detector } = await loadDetections(ownDetections)
/** Correlations that fired, with the number of their events. */
const fired: string[] = []

/** One batch as a stage of the journal takes it: all that it remembers in one commit. */
function step(events: readonly FloodEvent[]): void {
  const memory = memoryOver(state)
  for (const { event, at } of events) {
    const position = { source: 'generic.json', position: event.event.id, at: new Date(at).toISOString() }
    const detected = detectEvent(memory, detector, event, position)
    for (const { correlation, events: ids } of detected?.firings ?? [])
      fired.push(`${correlation.title}: ${ids.length}`)
  }
  const changes = memory.changes()
  database.transaction(() => state.write(changes))
  state.committed(changes)
}

const begun = performance.now()
step([floodEvent('custody', 'victim', start)])
for (let from = 0; from < groups; from += batch) {
  const size = Math.min(batch, groups - from)
  step(
    Array.from({ length: size }, (_, index) =>
      floodEvent('custody', `fresh-${from + index}`, start + day + ((from + index) / groups) * 27 * day),
    ),
  )
  const done = from + size
  if (done % 100_000 < size && done < groups)
    say(`${done.toLocaleString('en')} keys: memory ${Math.round(rssOf(process.pid))} MB`)
}
step([floodEvent('destruction', 'victim', start + 29 * day)])
const seconds = (performance.now() - begun) / 1_000
const counts = tallyOf(state)
const chained = fired.some((one) => one === 'Key endangered after its custody changed: 2')
say(
  `flood of ${groups.toLocaleString('en')} keys: ${chained ? 'the chain fired' : `it did NOT fire (${fired.join(', ')})`}; windows in the state ${(counts.window ?? 0).toLocaleString('en')}; ${Math.round(groups / seconds).toLocaleString('en')} events/s; peak memory ${Math.round(rssOf(process.pid, 'peak'))} MB; state ${Math.round(statSync(path).size / 1e6)} MB on disk`,
)
database.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode = chained ? 0 : 1
