// The story that the demo tells: raw records of all its files in one line of time, cut into days.
import { loadSources } from '../../content/sources.ts'
import { day as dayMs } from '../../lib/duration.ts'
import { readManifest } from '../replay/manifest.ts'

export interface StoryRecord {
  readonly source: string
  readonly bytes: Uint8Array
  /** Epoch milliseconds of the act. */
  readonly at: number
}

export interface StoryDay {
  /** From 1. */
  readonly number: number
  readonly date: Date
  readonly records: readonly StoryRecord[]
}

/** Every day from the first record to the last, quiet ones too. @throws UsageError when the story cannot be read */
export async function readStory(manifest: string, stdin: NodeJS.ReadableStream): Promise<readonly StoryDay[]> {
  const records: StoryRecord[] = []
  for (const { source, lines } of await readManifest(manifest, await loadSources(), stdin)) {
    let last = 0
    for await (const { bytes } of lines) {
      const reading = source.read(bytes, 0)
      const time = reading.ok ? Date.parse(reading.value.events[0]?.['@timestamp'] ?? '') : Number.NaN
      // A record that cannot be read stands where it was written.
      last = Number.isNaN(time) ? last : time
      records.push({ source: source.name, bytes, at: last })
    }
  }
  const first = records.find(({ at }) => at > 0)?.at ?? 0
  const sorted = records
    .map((record) => (record.at > 0 ? record : { ...record, at: first }))
    .sort((a, b) => a.at - b.at)
  return daysOf(sorted)
}

function daysOf(records: readonly StoryRecord[]): readonly StoryDay[] {
  const startOf = (at: number): number => Math.floor(at / dayMs) * dayMs
  const begin = startOf(records[0]?.at ?? 0)
  const count = Math.min(400, (startOf(records.at(-1)?.at ?? 0) - begin) / dayMs + 1)
  const days = Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    date: new Date(begin + index * dayMs),
    records: [] as StoryRecord[],
  }))
  for (const record of records) days[Math.min(count - 1, (startOf(record.at) - begin) / dayMs)]?.records.push(record)
  return days
}
