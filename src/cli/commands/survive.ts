// `lastcopy survive`: for every credential that an attacker may hold, which copies survive, which fall, and what saves most.
import { writeFileSync } from 'node:fs'
import { parseDuration } from '../../lib/duration.ts'
import type { Estate } from '../../model/estate.ts'
import type { ObservedFact } from '../../model/posture.ts'
import { drawGraph } from '../../posture/draw.ts'
import { survive } from '../../posture/survive.ts'
import { tellSurvival } from '../../posture/tell.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import { readEstateFile } from '../estate.ts'
import type { Io } from '../io.ts'
import { factsFrom } from '../survive/facts.ts'

export default {
  summary: 'tells which copies survive which stolen credential, and what to change',
  usage: [
    'survive [--estate FILE | --config FILE] [--dwell 30d] [--json] [--svg FILE]',
    'survive … --from EVENTS.ndjson|MANIFEST.json   with what records showed: events as `normalize` prints them, or a replay’s manifest',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      estate: { type: 'string' },
      config: { type: 'string' },
      from: { type: 'string' },
      dwell: { type: 'string' },
      svg: { type: 'string' },
      json: { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError('survive takes options only')
    const estate = values.estate === undefined ? await configured(values.config, io) : readEstateFile(values.estate)
    if (!estate) return 2
    if ((estate.copies ?? []).length === 0) throw new UsageError('the estate names no copies')
    const dwellDays = daysOf(values.dwell)
    const facts: readonly ObservedFact[] = values.from === undefined ? [] : await factsFrom(values.from, estate, io)
    const survival = survive(estate, facts, dwellDays === undefined ? {} : { dwellDays })
    if (values.svg !== undefined) write(values.svg, drawGraph(survival))
    if (values.json) await io.json(survival)
    else for (const line of tellSurvival(survival)) await io.text(`${line}\n`)
    const taken = survival.findings.some(({ kind }) => kind === 'revocable' || kind === 'no-lock')
    return taken ? 1 : 0
  },
} satisfies Command

async function configured(file: string | undefined, io: Io): Promise<Estate | undefined> {
  const config = await readConfig(file, io)
  if (!config) return undefined
  if (config.estate === undefined) throw new UsageError('the configuration names no estate; --estate FILE does')
  return config.estate
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const read = parseDuration(text)
  if (!read.ok) throw new UsageError(`--dwell: ${read.error}`)
  return read.value / 86_400_000
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new StopError(`${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
