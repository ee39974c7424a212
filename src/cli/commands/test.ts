// `lastcopy test`: runs the cases of detections and tells each that fails, with what was expected and what came.
import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { readCases } from '../../content/case-file.ts'
import { runCase } from '../../content/cases.ts'
import { caseFiles, type DetectionFile, isCases, ownDetections, readText, rulesOf } from '../../content/files.ts'
import { type Detections, loadDetections } from '../../content/load.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'

export default {
  summary: 'Run the cases of detections.',
  usage: ['test [PATH] [--detections DIR]   a folder, a rule file or a case file; all detections without PATH'],
  async run(args, io) {
    const { values, positionals } = readArgs(args, { detections: { type: 'string' } })
    const [given = values.detections ?? ownDetections, ...more] = positionals
    if (more.length > 0) throw new UsageError('one path at a time')
    const path = resolve(given)
    if (!existsSync(path)) throw new UsageError(`${given} is not there`)
    const folder = resolve(values.detections ?? homeOf(path))
    const detections = await loadDetections(folder)
    for (const { file, line, rule, message, hint } of detections.problems) {
      io.say(
        `${file}${line === undefined ? '' : `:${line}`}: ${rule ? `rule ${rule}: ` : ''}${message}${hint ? ` (${hint})` : ''}`,
      )
    }
    return report(runFiles(caseFiles(path), detections, io), detections, io)
  },
} satisfies Command

interface Tally {
  readonly files: number
  readonly passed: number
  readonly failed: number
}

async function report(tally: Tally, { problems }: Detections, io: Io): Promise<number> {
  const { files, passed, failed } = tally
  if (files === 0) io.say('no cases found: they stand beside the rules, in x.test.yml')
  const words = [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : [])]
  if (problems.length > 0) words.push(`${problems.length} problem${problems.length === 1 ? '' : 's'} in rules`)
  await io.text(`${words.join(', ')} (${files} file${files === 1 ? '' : 's'})\n`)
  return failed > 0 || problems.length > 0 || files === 0 ? 1 : 0
}

function runFiles(files: readonly DetectionFile[], detections: Detections, io: Io): Tally {
  let passed = 0
  let failed = 0
  for (const { name, path } of files) {
    const read = readCases(readText(path))
    if (!read.ok) {
      failed += 1
      io.say(`✗ ${name}`)
      for (const mistake of read.error) io.say(`    ${mistake}`)
      continue
    }
    const rules = relative(detections.folder, rulesOf(path)).replaceAll('\\', '/')
    for (const one of read.value.cases) {
      const differences = runCase(read.value, one, detections, rules)
      if (differences.length === 0) passed += 1
      else failed += 1
      if (differences.length > 0) io.say(`✗ ${name}: ${one.name}`)
      for (const difference of differences) io.say(`    ${difference}`)
    }
  }
  return { files: files.length, passed, failed }
}

/** The folder whose rules a path belongs to: the product's own where it lies within, else the path's. */
function homeOf(path: string): string {
  const inside = relative(ownDetections, path)
  const template = inside.split(/[\\/]/)[0]?.startsWith('_') === true
  if (!inside.startsWith('..') && !template) return ownDetections
  return isCases(path) || /\.ya?ml$/.test(path) ? dirname(path) : path
}
