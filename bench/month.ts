// `npm run bench:month [PEOPLE]`: an ordinary month of some 200,000 records over all sources, replayed. It wakes nobody.
import { month } from '../test/stories/month.ts'
import { tellLines } from '../test/stories/tell.ts'

const people = Number(process.argv[2] ?? 560)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const lines = [...month(people)].flat()
const sources = new Set(lines.map(({ source }) => source))
say(`${lines.length.toLocaleString('en')} records of ${sources.size} sources, ${people} people, 30 days`)
const begun = performance.now()
const { totals, lines: told } = await tellLines(lines)
const seconds = (performance.now() - begun) / 1_000
say(
  `${totals.events.toLocaleString('en')} events kept, ${totals.rejects} rejects, ${totals.alerts} alerts, ${totals.pages} pages in ${seconds.toFixed(1)} s (${Math.round(lines.length / seconds).toLocaleString('en')} records/s)`,
)
for (const line of told) if (line.type === 'page' || line.priority === 'page-now') say(JSON.stringify(line))
process.exitCode = totals.pages === 0 && totals.rejects === 0 ? 0 : 1
