// Runs records through the whole pipeline as `replay` does, and tells what came of them in short lines.
import { asJson } from '../../src/cli/replay/tell.ts'
import type { Json, JsonObject } from '../../src/lib/json.ts'
import { isObject } from '../../src/lib/json.ts'
import type { Source } from '../../src/model/source.ts'
import { firstAndWorse } from '../../src/pipeline/paging.ts'
import { type ReplayTotals, replay } from '../../src/pipeline/replay.ts'
import { ownLibrary } from '../support/library.ts'
import { filesOf, type Line } from './vendors/line.ts'

const detections = await ownLibrary()
/** @throws Error when there is none */
export function sourceOf(name: string): Source {
  const found = detections.sources.get(name)
  if (!found) throw new Error(`there is no source ${name}`)
  return found
}
const known = sourceOf('aws.cloudtrail')

/** Stamps without a year lie before this. */
const newest = Date.parse('2026-12-31T00:00:00Z')

export interface Told {
  /** `page-now protection-weakened nightly-backup alice`, each alert once with the priority it came to, in order of opening. */
  readonly alerts: readonly string[]
  /** `first protection-weakened nightly-backup`, in order. */
  readonly pages: readonly string[]
  readonly ids: readonly string[]
  readonly rejects: number
  /** Lines as the command prints them. */
  readonly lines: readonly JsonObject[]
  readonly totals: ReplayTotals
}

/** @param files records of CloudTrail (objects), or lines as they are (texts), each file in its order */
export const tellFiles = (...files: readonly (readonly (JsonObject | string)[])[]): Promise<Told> =>
  tellSources(files.map((records) => ({ source: known, records })))

/** The same of any sources. */
export async function tellSources(
  files: readonly { readonly source: Source; readonly records: readonly (JsonObject | string)[] }[],
): Promise<Told> {
  const totals: ReplayTotals = { records: 0, events: 0, dropped: 0, rejects: 0, alerts: 0, pages: 0 }
  const inputs = files.map(({ source: from, records }, index) => ({
    source: from,
    name: `${index}.ndjson`,
    before: newest,
    lines: linesOf(records),
  }))
  const { detector, relevance } = detections
  const lines: JsonObject[] = []
  const alerts = new Map<string, string>()
  const pages: string[] = []
  for await (const line of replay(inputs, { detector, relevance, decide: firstAndWorse() }, totals)) {
    const told: unknown = JSON.parse(JSON.stringify(asJson(line)))
    if (isObject(told)) lines.push(told as JsonObject)
    if (line.type === 'reject') continue
    const { alert } = line
    const name = `${alert.class} ${alert.resource.name}`
    if (line.type === 'alert') alerts.set(alert.id, `${alert.priority} ${name} ${alert.actor.name}`)
    else pages.push(`${line.reason} ${name}`)
  }
  return { alerts: [...alerts.values()], pages, ids: [...alerts.keys()], rejects: totals.rejects, lines, totals }
}

/** Lines of any sources, each source in a file of its own. */
export const tellLines = (lines: readonly Line[]): Promise<Told> =>
  tellSources(
    Object.entries(filesOf(lines)).map(([name, told]) => ({
      source: sourceOf(name),
      records: told.map(({ text }) => text),
    })),
  )

/** One file of records in order of time, as a trail would deliver them. */
export const tell = (records: readonly JsonObject[]): Promise<Told> => tellFiles(inOrder(records))

/** What was alerted in the end, and nothing else. */
export const alertsOf = async (records: readonly JsonObject[]): Promise<readonly string[]> =>
  (await tell(records)).alerts

/** By event time; of equals, as they were given. */
export const inOrder = (records: readonly JsonObject[]): readonly JsonObject[] =>
  [...records].sort((one, other) => timeOf(one) - timeOf(other))

const timeOf = ({ eventTime }: JsonObject): number => Date.parse(textOf(eventTime))
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

async function* linesOf(records: readonly (JsonObject | string)[]) {
  for (const [index, record] of records.entries()) {
    const text = typeof record === 'string' ? record : JSON.stringify(record)
    yield { number: index + 1, bytes: Buffer.from(text) }
  }
}
