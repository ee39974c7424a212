// What an event costs in detection, as it ships and with its state on disk, as groups stay open and as days go by.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDetections } from '../../src/content/files.ts'
import { type Detections, loadDetections } from '../../src/content/load.ts'
import { openDatabase } from '../../src/journal/sqlite/database.ts'
import { openState } from '../../src/journal/sqlite/state.ts'
import { day } from '../../src/lib/duration.ts'
import type { Event } from '../../src/model/event.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryOver } from '../../src/pipeline/memory-state.ts'
import { normalizeBatch } from '../../src/pipeline/normalize.ts'
import { history } from '../../test/support/history.ts'
import { floodEvent } from '../flood.ts'
import { costOf } from './clock.ts'
import type { Curve } from './draw.ts'

const batch = 2_000
const start = Date.parse('2026-03-02T00:00:00Z')

interface Told {
  readonly event: Event
  readonly at: number
}

/** Feeds batches in turn and gives the cost of an event in each, in microseconds. */
function feed(detections: Detections, batches: Iterable<readonly Told[]>, source: string): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-curves-'))
  const database = openDatabase(join(folder, 'journal.db'))
  const state = openState(database, 'detect')
  const costs: number[] = []
  for (const told of batches) {
    const cost = costOf(told.length, () => {
      const memory = memoryOver(state)
      for (const { event, at } of told)
        detectEvent(memory, detections.detector, event, {
          source,
          position: event.event.id,
          at: new Date(at).toISOString(),
        })
      const changes = memory.changes()
      database.transaction(() => state.write(changes))
      state.committed(changes)
    })
    costs.push(cost)
  }
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return costs
}

/** The middle of the costs around a place: one pause of the collector is no slope. */
function around(costs: readonly number[], place: number): number {
  const near = costs.slice(Math.max(0, place - 2), place + 3).sort((one, other) => one - other)
  return near[Math.floor(near.length / 2)] ?? Number.NaN
}

/** Each event opens a group of its own that waits for its second step for thirty days. */
export async function groupsCurve(groups: number): Promise<Curve> {
  const detections = await loadDetections(ownDetections)
  const costs = feed(detections, floods(groups), 'generic.json')
  const places = [0.03, 0.1, 0.25, 0.5, 0.75, 1]
  return {
    title: 'Groups that wait for a second step',
    across: 'open groups',
    points: places.map((part) => ({
      size: Math.round(groups * part),
      cost: around(costs, Math.min(costs.length - 3, Math.floor(costs.length * part))),
    })),
  }
}

function* floods(groups: number): Generator<readonly Told[]> {
  for (let from = 0; from < groups; from += batch)
    yield Array.from({ length: Math.min(batch, groups - from) }, (_, index) => {
      const number = from + index
      return floodEvent('custody', `fresh-${number}`, start + (number / groups) * 27 * day)
    })
}

/** Half a year of which detection learns from every record. */
export async function daysCurve(events: number): Promise<Curve> {
  const detections = await loadDetections(ownDetections)
  const costs = feed(detections, daysOf(detections, events), 'aws.cloudtrail')
  const days = [3, 15, 30, 60, 90, 135, 180]
  return {
    title: 'Days of history',
    across: 'days that memory knows',
    points: days.map((size) => ({
      size,
      cost: around(costs, Math.min(costs.length - 3, Math.floor((costs.length * size) / 180))),
    })),
  }
}

function* daysOf({ relevance, sources }: Detections, events: number): Generator<readonly Told[]> {
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('there is no source aws.cloudtrail')
  let lines: string[] = []
  let number = 0
  for (const line of history(events, start)) {
    lines.push(line)
    if (lines.length < batch && number + lines.length < events) continue
    const records = lines.map((text, index) => ({
      source,
      bytes: Buffer.from(text),
      received: start,
      position: `bench-0@${number + index}`,
    }))
    number += lines.length
    lines = []
    yield normalizeBatch(records, relevance).drafts.flatMap(({ event, time }) => (event ? [{ event, at: time }] : []))
  }
}
