// Loads a detections folder: every rule compiled into one set, every mistake told, every runbook at hand.
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { modeOf } from '../correlate/group.ts'
import { type Plans, planCorrelations } from '../correlate/plan.ts'
import { windowsOf } from '../correlate/windows.ts'
import { hashOf } from '../lib/hash.ts'
import type { Mapping } from '../model/mapping.ts'
import type { Problem, RuleMeta } from '../model/rule.ts'
import type { Source } from '../model/source.ts'
import type { Stream } from '../model/stream.ts'
import { allowedLateness, type Chains } from '../pipeline/chains.ts'
import type { Detector } from '../pipeline/detect.ts'
import { type Relevance, relevanceOf } from '../pipeline/relevance.ts'
import { type Spot, spotOf } from '../pipeline/spot.ts'
import { compileRules, type Matcher } from '../sigma/compile.ts'
import { type Parsed, parseRules } from '../sigma/parse.ts'
import { isCases, ownDetections, readText, ruleFiles, runbookOf } from './files.ts'
import { readStreams } from './ready/read.ts'
import { fieldPathOf, logsourcesOf } from './rules.ts'
import { type Runbook, readRunbook } from './runbook.ts'
import { loadSources, withMapped } from './sources.ts'
import { readWords } from './words.ts'

export interface Detections {
  readonly folder: string
  readonly sources: ReadonlyMap<string, Source>
  readonly detector: Detector & { readonly rules: Matcher }
  readonly relevance: Relevance
  /** What must arrive, and which of it a record is. */
  readonly streams: readonly Stream[]
  readonly spot: Spot
  /** What the files say, in use or not. */
  readonly parsed: Parsed
  /** Rules and correlations in use. */
  readonly metas: readonly RuleMeta[]
  /** The same for the same files. */
  readonly digest: string
  /** Ids of the rules in use that page at once, sorted. */
  readonly paging: readonly string[]
  /** Rules that are not in use, and why. */
  readonly problems: readonly Problem[]
  /** The text of a rule's file, named as in the rule, as it was read. */
  text(file: string): string | undefined
  /** The runbook beside a rule's file, named as in the rule; read when asked. */
  runbook(file: string): Runbook | undefined
}

/** @param mappings sources that the site describes @throws Error when the folder cannot be read */
export async function loadDetections(folder: string, mappings: readonly Mapping[] = []): Promise<Detections> {
  const sources = await withMapped(await loadSources(), mappings)
  const files = ruleFiles(folder).map(({ name, path }) => ({ name, text: readText(path) }))
  const texts = new Map(files.map(({ name, text }) => [name, text]))
  const parsed = together(files.map(({ name, text }) => parseRules(text, name)))
  const { words, problems } = readWords(folder)
  const ready = readStreams(folder, new Set(sources.keys()))
  const fieldPath = fieldPathOf([...sources.values()])
  const matcher = compileRules(parsed, { fieldPath })
  const usable = new Set(matcher.rules.map(({ meta }) => meta))
  const plans = planCorrelations(
    parsed.correlations,
    parsed.rules.filter(({ meta }) => usable.has(meta)),
  )
  return {
    folder,
    sources,
    parsed,
    detector: { rules: matcher, chains: { ...chainsOf(plans), fieldPath }, words, logsources: logsourcesOf(sources) },
    relevance: relevanceOf(matcher, words),
    streams: ready.streams,
    spot: spotOf(ready.streams),
    metas: [...matcher.rules.map(({ meta }) => meta), ...plans.plans.map(({ correlation }) => correlation.meta)],
    digest: hashOf(...files.flatMap(({ name, text }) => [name, text])),
    paging: [...usable]
      .filter(({ lastcopy }) => lastcopy?.priority === 'page-now')
      .map(({ id }) => id)
      .sort(),
    problems: [...parsed.problems, ...matcher.problems, ...plans.problems, ...problems, ...ready.problems],
    text: (file) => texts.get(file),
    runbook: runbooks(folder),
  }
}

/** What counts open states is asked of them and keeps no window. */
function chainsOf({ plans, routes, ...rest }: Plans): Chains {
  const kept = plans.filter(({ correlation }) => correlation.states === undefined)
  const ways = [...routes].map(([rule, all]) => [rule, all.filter(({ plan }) => kept.includes(plan))] as const)
  const windows = windowsOf(
    { ...rest, plans: kept, routes: new Map(ways.filter(([, all]) => all.length > 0)) },
    allowedLateness,
  )
  const waits = kept.some(({ correlation }) => modeOf(correlation) !== 'once')
  const states = plans.flatMap(({ correlation: { meta, states: wanted }, members }) =>
    wanted ? [{ rule: meta, wanted, begunBy: new Set(members.map(({ id }) => id)) }] : [],
  )
  return { windows, states, waits, longest: Math.max(0, ...kept.map(({ correlation }) => correlation.timespan)) }
}

const together = (parts: readonly Parsed[]): Parsed => ({
  rules: parts.flatMap(({ rules }) => rules),
  filters: parts.flatMap(({ filters }) => filters),
  correlations: parts.flatMap(({ correlations }) => correlations),
  problems: parts.flatMap(({ problems }) => problems),
})

function runbooks(folder: string): Detections['runbook'] {
  const read = new Map<string, Runbook | undefined>()
  return (file) => {
    if (read.has(file)) return read.get(file)
    const path = join(folder, runbookOf(file))
    const runbook = existsSync(path) ? readRunbook(readText(path)) : undefined
    read.set(file, runbook)
    return runbook
  }
}

/** The folder whose rules a path belongs to: the product's own where it lies within, else the path's. */
export function homeOf(path: string): string {
  const inside = relative(ownDetections, path)
  const template = inside.split(/[\\/]/)[0]?.startsWith('_') === true
  if (!inside.startsWith('..') && !template) return ownDetections
  return isCases(path) || /\.ya?ml$/.test(path) ? dirname(path) : path
}
