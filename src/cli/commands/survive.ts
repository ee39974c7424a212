// `lastcopy survive`: for every credential that an attacker may hold, which copies survive, which fall, and what saves most.
import { writeFileSync } from 'node:fs'
import { parseDuration } from '../../lib/duration.ts'
import type { Estate } from '../../model/estate.ts'
import type { Survival } from '../../model/posture.ts'
import { drawGraph } from '../../posture/draw.ts'
import { survive } from '../../posture/survive.ts'
import { tellSurvival } from '../../posture/tell.ts'
import { apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import { readEstateFile } from '../estate.ts'
import type { Io } from '../io.ts'
import { drillsFrom } from '../report/drills.ts'
import { factsFrom } from '../survive/facts.ts'

export default {
  summary: 'tells which copies survive which stolen credential, and what to change',
  usage: [
    `survive ${apiUsage} [--dwell 30d] [--json] [--svg FILE]   as the running service knows it: records, drills, what is overdue`,
    'survive --estate FILE [--dwell 30d] [--json] [--svg FILE]   what the file says, and nothing else',
    'survive --estate FILE|--config FILE --from EVENTS.ndjson|MANIFEST.json   with what records showed: events as `normalize` prints them, or a replay’s manifest',
    'survive … --drills FILE   with drills as `drill list` prints them',
    'survive … --at ISO   what is overdue then, instead of now',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      estate: { type: 'string' },
      config: { type: 'string' },
      url: { type: 'string' },
      from: { type: 'string' },
      drills: { type: 'string' },
      at: { type: 'string' },
      dwell: { type: 'string' },
      svg: { type: 'string' },
      json: { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError('survive takes options only')
    const dwellDays = daysOf(values.dwell)
    const offline = [values.estate, values.from, values.drills, values.at].some((one) => one !== undefined)
    if (offline && values.url !== undefined) throw new UsageError('--url asks the service, which has its own records')
    const survival = offline ? await worked(values, dwellDays, io) : await asked(values, dwellDays, io)
    if (!survival) return 2
    if (values.svg !== undefined) write(values.svg, drawGraph(survival))
    if (values.json) await io.json(survival)
    else for (const line of tellSurvival(survival)) await io.text(`${line}\n`)
    const taken = survival.findings.some(({ kind }) => kind === 'revocable' || kind === 'no-lock')
    return taken ? 1 : 0
  },
} satisfies Command

interface Values {
  readonly estate?: string | undefined
  readonly config?: string | undefined
  readonly url?: string | undefined
  readonly from?: string | undefined
  readonly drills?: string | undefined
  readonly at?: string | undefined
}

/** What the running service knows. */
async function asked(values: Values, dwellDays: number | undefined, io: Io): Promise<Survival | undefined> {
  const api = await openApi(values, io)
  if (!api) return undefined
  const query = dwellDays === undefined ? '' : `?dwell=${dwellDays}`
  return (await api.ask(`api/posture${query}`)) as unknown as Survival
}

/** What files say. */
async function worked(
  { estate: file, config, from, drills, at = new Date().toISOString() }: Values,
  dwellDays: number | undefined,
  io: Io,
): Promise<Survival | undefined> {
  if (Number.isNaN(Date.parse(at))) throw new UsageError('--at must be an ISO time')
  const estate = file === undefined ? await configured(config, io) : readEstateFile(file)
  if (!estate) return undefined
  if ((estate.copies ?? []).length === 0) throw new UsageError('the estate names no copies')
  return survive(estate, from === undefined ? [] : await factsFrom(from, estate, io), {
    at: new Date(at).toISOString(),
    drills: drills === undefined ? [] : await drillsFrom(drills, io),
    ...(dwellDays === undefined ? {} : { dwellDays }),
  })
}

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
