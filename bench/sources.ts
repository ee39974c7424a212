// `npm run bench:sources [-- NAMES]`: records a second that each source reads on one core, over its own samples made unlike,
// beside JSON.parse of the same records; and CloudTrail's everyday records as the line takes them, which reads few of them.
import { ownDetections } from '../src/content/files.ts'
import { loadDetections } from '../src/content/load.ts'
import { loadSources, sourceNames } from '../src/content/sources.ts'
import type { Reading, Source } from '../src/model/source.ts'
import { normalizeBatch } from '../src/pipeline/normalize.ts'
import { loadRecord } from './load.ts'
import { sampleRecords } from './samples.ts'

const enough = 30_000
const rounds = 4
/** Rounds that do not count: until then the engine is still compiling. */
const warm = 5
const copies = 6_000
const received = Date.parse('2026-03-02T12:00:00Z')
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const wanted = process.argv.slice(2)
const sources = await loadSources(wanted.length > 0 ? wanted : sourceNames())

if (sources.has('aws.cloudtrail')) await everyday()
say('| Source | Bytes each | Records/s | JSON.parse/s | Ratio |')
say('|---|---|---|---|---|')
for (const source of sources.values()) sourceLine(source)

function sourceLine(source: Source): void {
  const records = sampleRecords(source.name, copies)
  if (records.length === 0) return
  const json = records.filter(isJson)
  const [own, parse] = inTurn(
    () => {
      for (const record of records) source.read(record, received)
    },
    () => {
      for (const record of json) JSON.parse(record.toString())
    },
  )
  const rate = records.reduce((sum, record) => sum + countIn(source.read(record, received)), 0) / own
  const parsed = json.length * 2 < records.length ? Number.NaN : json.length / parse
  const size = records.reduce((sum, { length }) => sum + length, 0) / records.length
  if (rate < enough) process.exitCode = 1
  say(
    `| \`${source.name}\`${rate < enough ? ' (slow)' : ''} | ${whole(size)} | ${whole(rate)} | ${whole(parsed)} | ${Number.isNaN(parsed) ? '' : (rate / parsed).toFixed(2)} |`,
  )
}

/** A batch of a shipper counts as what is in it. */
function countIn(reading: Reading): number {
  return reading.ok ? Math.max(1, reading.value.events.length + reading.value.rejects.length) : 1
}

function isJson(record: Buffer): boolean {
  try {
    JSON.parse(record.toString())
    return true
  } catch {
    return false
  }
}

/** The line's first stage over what fills a trail: `bench/load.ts`. */
async function everyday(): Promise<void> {
  const { relevance } = await loadDetections(ownDetections)
  const source = sources.get('aws.cloudtrail')
  if (!source) return
  const records = Array.from({ length: 20_000 }, (_, index) => ({
    source,
    bytes: Buffer.from(loadRecord(index, received)),
    received,
    position: `bench-0@${index}`,
  }))
  const [own, parse] = inTurn(
    () => void normalizeBatch(records, relevance),
    () => {
      for (const { bytes } of records) JSON.parse(bytes.toString())
    },
  )
  say(
    `Everyday CloudTrail: ${whole(records.length / own)} records/s, JSON.parse ${whole(records.length / parse)}/s, ratio ${(parse / own).toFixed(2)}`,
  )
}

/** Processor seconds of both, the best of some rounds in turn. */
function inTurn(one: () => void, other: () => void): readonly [number, number] {
  let best: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = -warm; round < rounds; round += 1) {
    const took = [secondsOf(one), secondsOf(other)] as const
    if (round >= 0) best = [Math.min(best[0], took[0]), Math.min(best[1], took[1])]
  }
  return best
}

function secondsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function whole(value: number): string {
  return Number.isNaN(value) ? '' : Math.round(value).toLocaleString('en')
}
