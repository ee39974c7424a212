// `lastcopy test`: runs the cases of detections and tells each that fails, with what was expected and what came.
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { resolve } from 'node:path'
import { caseLines } from '../../content/case-lines.ts'
import { runCases, type Told } from '../../content/case-run.ts'
import { caseFiles, ownDetections } from '../../content/files.ts'
import { homeOf, loadDetections } from '../../content/load.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { Problem } from '../../model/rule.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'

export default {
  summary: 'runs the cases of detections',
  usage: [
    'test [PATH] [--detections DIR] [--watch] [--config FILE] [--no-boundaries] [--json]   a folder, a rule file or a case file; all detections without PATH. --watch: again when a file changes; --no-boundaries: only the cases that somebody wrote; --json: one value a line, for editors',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      detections: { type: 'string' },
      watch: { type: 'boolean' },
      config: { type: 'string' },
      'no-boundaries': { type: 'boolean' },
      json: { type: 'boolean' },
    })
    const [given = values.detections ?? ownDetections, ...more] = positionals
    if (more.length > 0) throw new UsageError('one path at a time')
    const path = resolve(given)
    if (!existsSync(path)) throw new UsageError(`${given} is not there`)
    const folder = resolve(values.detections ?? homeOf(path))
    const mappings = await mappingsFor([], values.config, io)
    if (!mappings) return 2
    const run = (): Promise<number> =>
      runAll(path, folder, mappings, !values['no-boundaries'], values.json ? jsonTeller(path, io) : wordTeller(io))
    const code = await run()
    return values.watch ? await watching(folder, run) : code
  },
} satisfies Command

/** Says what a run finds, each at once, and at the end how many there were. */
interface Teller {
  problem(problem: Problem): void
  told(told: Told): void
  end(tally: Tally): Promise<void> | void
}

interface Tally {
  readonly files: number
  readonly passed: number
  readonly failed: number
  /** Of the cases that nobody wrote. */
  readonly boundaries: { readonly passed: number; readonly failed: number; readonly without: number }
  /** Rules that no case makes fire, and rule files without cases. */
  readonly untried: number
  readonly problems: number
  readonly seconds: number
}

async function runAll(
  path: string,
  folder: string,
  mappings: readonly Mapping[],
  boundaries: boolean,
  teller: Teller,
): Promise<number> {
  const detections = await loadDetections(folder, mappings)
  for (const problem of detections.problems) teller.problem(problem)
  const started = performance.now()
  const all: Told[] = []
  for (const told of runCases(path, detections, boundaries)) {
    all.push(told)
    teller.told(told)
  }
  const tally: Tally = {
    ...countOf(all),
    files: caseFiles(path).length,
    problems: detections.problems.length,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
  await teller.end(tally)
  const wrong = tally.failed + tally.boundaries.failed + tally.untried + tally.problems
  return wrong > 0 || tally.files === 0 ? 1 : 0
}

function countOf(all: readonly Told[]): Omit<Tally, 'files' | 'problems' | 'seconds'> {
  const count = (is: (told: Told) => boolean): number => all.filter(is).length
  const cases = (made: boolean, passed: boolean): number =>
    count(
      (told) =>
        told.type === 'case' && (told.boundary !== undefined) === made && (told.differences.length === 0) === passed,
    )
  return {
    passed: cases(false, true),
    failed: cases(false, false) + count(({ type }) => type === 'unreadable'),
    boundaries: {
      passed: cases(true, true),
      failed: cases(true, false),
      without: count(({ type }) => type === 'no-boundary'),
    },
    untried: count(({ type }) => type === 'untried'),
  }
}

/** For people: what is wrong on stderr, one line of numbers on stdout. */
const wordTeller = (io: Io): Teller => ({
  problem: ({ file, line, rule, message, hint }) =>
    io.say(
      `${file}${line === undefined ? '' : `:${line}`}: ${rule ? `rule ${rule}: ` : ''}${message}${hint ? ` (${hint})` : ''}`,
    ),
  told(told) {
    for (const line of wordsOf(told)) io.say(line)
  },
  async end({ files, passed, failed, boundaries, untried, problems, seconds }) {
    if (files === 0) io.say('no cases found: they stand beside the rules, in x.test.yml')
    const words = [`${passed} passed`]
    if (failed > 0) words.push(`${failed} failed`)
    if (boundaries.passed > 0) words.push(`${boundaries.passed} boundary cases passed`)
    if (boundaries.failed > 0) words.push(`${boundaries.failed} boundary cases failed`)
    if (untried > 0) words.push(`${untried} without a case that fires`)
    if (problems > 0) words.push(`${problems} problem${problems === 1 ? '' : 's'} in rules`)
    await io.text(`${words.join(', ')} (${files} file${files === 1 ? '' : 's'}, ${seconds.toFixed(1)} s)\n`)
  },
})

function wordsOf(told: Told): readonly string[] {
  const { type, file } = told
  if (type === 'unreadable') return [`✗ ${file}`, ...told.mistakes.map((mistake) => `    ${mistake}`)]
  if (type === 'no-boundary') return [`· ${file}: no boundary case of "${told.rule.title}", ${told.about}: ${told.why}`]
  if (type === 'untried')
    return told.rule
      ? [`✗ ${file}: no case makes the rule "${told.rule.title}" (${told.rule.id}) fire`]
      : [`✗ ${file}: there are no cases beside it`]
  if (told.differences.length === 0) return []
  return [
    `✗ ${file}: ${told.name}`,
    ...told.differences.map((difference) => `    ${difference}`),
    ...told.trace.map((line) => `      ${line}`),
  ]
}

/** For editors: every case and every problem as a value of one line, those of case files with their line. */
function jsonTeller(path: string, io: Io): Teller {
  const paths = new Map(caseFiles(path).map(({ name, path: file }) => [name, file]))
  const lines = new Map<string, ReadonlyMap<string, number>>()
  const lineOf = (file: string, name: string): number | undefined => {
    const here = paths.get(file)
    const known = lines.get(file) ?? (here === undefined ? new Map<string, number>() : caseLines(here))
    lines.set(file, known)
    return known.get(name)
  }
  return {
    problem: (problem) => void io.json({ type: 'problem', ...problem }),
    told(told) {
      if (told.type !== 'case') return void io.json(told)
      const { type, file, name, differences, ...rest } = told
      const line = lineOf(file, told.from)
      const place = line === undefined ? {} : { line }
      return void io.json({ type, file, ...place, name, passed: differences.length === 0, differences, ...rest })
    },
    end: (tally) => io.json({ type: 'summary', ...tally }),
  }
}

/** An editor writes more than once: so long nothing may change before it runs again. */
const settle = 200

/** Until it is interrupted. */
async function watching(folder: string, again: () => Promise<number>): Promise<number> {
  let running: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(again)
    }, settle)
  })
  await once(process, 'SIGINT')
  watcher.close()
  clearTimeout(timer)
  await running
  return 0
}
