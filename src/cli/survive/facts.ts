// What records showed of an estate: from events as `normalize` prints them, or from the files of a replay's manifest.
import { existsSync } from 'node:fs'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { knowEstate } from '../../estate/know.ts'
import { isObject } from '../../lib/json.ts'
import type { Estate } from '../../model/estate.ts'
import type { Event } from '../../model/event.ts'
import { factKinds, type ObservedFact } from '../../model/posture.ts'
import { noTotals, replay } from '../../pipeline/replay.ts'
import { observe, signpost } from '../../posture/observe.ts'
import { UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'
import { mappingsFor } from '../mappings.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'
import { withMemory } from '../replay/memory.ts'

/** @throws UsageError for a file that is not there, or a line that is no event */
export async function factsFrom(file: string, estate: Estate, io: Io): Promise<readonly ObservedFact[]> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`--from ${file} is not there`)
  return file.endsWith('.json') ? fromManifest(file, estate, io) : fromLines(file, estate, io)
}

/** The newest of each fact, and of months before the last of each: a report tells how things were at the month's end. */
function gather(found: Map<string, ObservedFact>, facts: readonly ObservedFact[]): void {
  for (const fact of facts) {
    const key = `${fact.kind} ${fact.of} ${fact.fact} ${new Date(fact.at).toISOString().slice(0, 7)}`
    const before = found.get(key)
    if (!before || before.at <= fact.at) found.set(key, fact)
  }
}

async function fromLines(file: string, estate: Estate, io: Io): Promise<readonly ObservedFact[]> {
  const signposts = signpost(estate)
  const found = new Map<string, ObservedFact>()
  for await (const { number, bytes } of readLines(file, io.stdin)) {
    if (bytes.length === 0) continue
    const value = parse(bytes.toString())
    if (isFact(value)) gather(found, [value])
    else if (isEvent(value)) gather(found, observe(signposts, value, `${file}:${number + 1}`))
    else
      throw new UsageError(`--from: line ${number + 1} of ${file} is no event as \`normalize\` prints it, and no fact`)
  }
  return [...found.values()]
}

async function fromManifest(file: string, estate: Estate, io: Io): Promise<readonly ObservedFact[]> {
  const signposts = signpost(estate)
  const found = new Map<string, ObservedFact>()
  const mappings = await mappingsFor(sourcesAsked(file), undefined, io)
  if (!mappings) throw new UsageError('the mappings of the configuration cannot be used')
  const { detector, relevance, sources } = await loadDetections(ownDetections, mappings)
  const files = await readManifest(file, sources, io.stdin)
  const observeEvent = (event: Event): void => gather(found, observe(signposts, event, event.event.id))
  const options = {
    detector: { ...detector, estate: knowEstate(estate) },
    relevance,
    decide: () => undefined,
    observe: observeEvent,
  }
  await withMemory(async (memory) => {
    for await (const _ of replay(files, options, noTotals(), memory));
  })
  return [...found.values()]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))

const isEvent = (value: unknown): value is Event =>
  isObject(value) &&
  isTime(value['@timestamp']) &&
  isObject(value.event) &&
  typeof value.event.action === 'string' &&
  typeof value.event.id === 'string' &&
  typeof value.event.dataset === 'string' &&
  (value.backup === undefined || isBackup(value.backup))

/** What the analysis asks of it, in the form that it asks for. */
function isBackup(value: unknown): boolean {
  if (!isObject(value)) return false
  const { resource, changes, change, related, parents, actor, detail } = value
  const lists = [changes, related].every((list) => list === undefined || (Array.isArray(list) && list.every(isObject)))
  const whole = [resource, change, actor, detail].every((part) => part === undefined || isObject(part))
  return lists && whole && (parents === undefined || Array.isArray(parents))
}

const isFact = (value: unknown): value is ObservedFact =>
  isObject(value) &&
  value.type === 'fact' &&
  isTime(value.at) &&
  ['copy', 'platform', 'set'].some((kind) => kind === value.kind) &&
  factKinds.some((fact) => fact === value.fact) &&
  [value.of, value.event, value.source, value.position].every((text) => typeof text === 'string')
