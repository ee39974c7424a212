// `lastcopy test`: runs the cases of detections and tells each that fails, with what was expected and what came.
import { once } from 'node:events'
import { existsSync, statSync, watch } from 'node:fs'
import { relative, resolve } from 'node:path'
import { readCaseFile } from '../../content/case-file.ts'
import { tellTrace } from '../../content/case-trace.ts'
import { runCase } from '../../content/cases.ts'
import { caseFiles, casesOf, type DetectionFile, ownDetections, ruleFiles, rulesOf } from '../../content/files.ts'
import { type Detections, homeOf, loadDetections } from '../../content/load.ts'
import type { Mapping } from '../../model/mapping.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'

export default {
  summary: 'runs the cases of detections',
  usage: [
    'test [PATH] [--detections DIR] [--watch] [--config FILE]   a folder, a rule file or a case file; all detections without PATH. --watch: again when a file changes',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      detections: { type: 'string' },
      watch: { type: 'boolean' },
      config: { type: 'string' },
    })
    const [given = values.detections ?? ownDetections, ...more] = positionals
    if (more.length > 0) throw new UsageError('one path at a time')
    const path = resolve(given)
    if (!existsSync(path)) throw new UsageError(`${given} is not there`)
    const folder = resolve(values.detections ?? homeOf(path))
    const mappings = await mappingsFor([], values.config, io)
    if (!mappings) return 2
    const run = (): Promise<number> => runAll(path, folder, mappings, io)
    const code = await run()
    return values.watch ? await watching(folder, run) : code
  },
} satisfies Command

async function runAll(path: string, folder: string, mappings: readonly Mapping[], io: Io): Promise<number> {
  const detections = await loadDetections(folder, mappings)
  for (const { file, line, rule, message, hint } of detections.problems) {
    io.say(
      `${file}${line === undefined ? '' : `:${line}`}: ${rule ? `rule ${rule}: ` : ''}${message}${hint ? ` (${hint})` : ''}`,
    )
  }
  const started = performance.now()
  const tally = runFiles(caseFiles(path), detections, io)
  if (statSync(path).isDirectory()) tellFilesWithoutCases(path, tally, io)
  return report(tally, detections, (performance.now() - started) / 1000, io)
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

interface Tally {
  files: number
  passed: number
  failed: number
  /** Rules that no case makes fire, and rule files without cases. */
  untried: number
}

async function report(tally: Tally, { problems }: Detections, seconds: number, io: Io): Promise<number> {
  const { files, passed, failed, untried } = tally
  if (files === 0) io.say('no cases found: they stand beside the rules, in x.test.yml')
  const words = [`${passed} passed`]
  if (failed > 0) words.push(`${failed} failed`)
  if (untried > 0) words.push(`${untried} without a case that fires`)
  if (problems.length > 0) words.push(`${problems.length} problem${problems.length === 1 ? '' : 's'} in rules`)
  await io.text(`${words.join(', ')} (${files} file${files === 1 ? '' : 's'}, ${seconds.toFixed(1)} s)\n`)
  return failed + untried + problems.length > 0 || files === 0 ? 1 : 0
}

function runFiles(files: readonly DetectionFile[], detections: Detections, io: Io): Tally {
  const tally: Tally = { files: files.length, passed: 0, failed: 0, untried: 0 }
  for (const file of files) runFile(file, detections, tally, io)
  return tally
}

function runFile({ name, path }: DetectionFile, detections: Detections, tally: Tally, io: Io): void {
  const read = readCaseFile(path)
  if (!read.ok) {
    tally.failed += 1
    io.say(`✗ ${name}`)
    for (const mistake of read.error) io.say(`    ${mistake}`)
    return
  }
  const rules = relative(detections.folder, rulesOf(path)).replaceAll('\\', '/')
  const fired = new Set<string>()
  for (const one of read.value.cases) {
    const result = runCase(read.value, one, detections, rules)
    if (one.expect) for (const id of result.fired) fired.add(id)
    if (result.differences.length === 0) {
      tally.passed += 1
      continue
    }
    tally.failed += 1
    io.say(`✗ ${name}: ${one.name}`)
    for (const difference of result.differences) io.say(`    ${difference}`)
    for (const line of tellTrace(result.trace)) io.say(`      ${line}`)
  }
  for (const meta of detections.metas) {
    if (meta.file !== rules || fired.has(meta.id)) continue
    tally.untried += 1
    io.say(`✗ ${name}: no case makes the rule "${meta.title}" (${meta.id}) fire`)
  }
}

/** A rule that nobody tries is a rule that nobody knows. */
function tellFilesWithoutCases(folder: string, tally: Tally, io: Io): void {
  const lacking = ruleFiles(folder).filter(({ path }) => !existsSync(casesOf(path)))
  for (const { name } of lacking) io.say(`✗ ${name}: there are no cases beside it`)
  tally.untried += lacking.length
}
