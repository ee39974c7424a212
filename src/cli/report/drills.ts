// Drills from a file: lines as `lastcopy drill list` prints them.
import { existsSync } from 'node:fs'
import { isObject, type Json } from '../../lib/json.ts'
import { type Drill, drillKinds } from '../../model/drill.ts'
import { UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'

/** @throws UsageError for a file that is not there, or a line that is no drill */
export async function drillsFrom(file: string, io: Io): Promise<readonly Drill[]> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`--drills ${file} is not there`)
  const drills: Drill[] = []
  for await (const { number, bytes } of readLines(file, io.stdin)) {
    if (bytes.length === 0) continue
    const value = parse(bytes.toString())
    if (!isDrill(value))
      throw new UsageError(`--drills: line ${number + 1} of ${file} is no drill as \`lastcopy drill list\` prints it`)
    drills.push(value)
  }
  return drills
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isText = (value: Json | undefined): boolean => typeof value === 'string'
const isTime = (value: Json | undefined): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const areTexts = (value: Json | undefined): boolean => Array.isArray(value) && value.every(isText)

const isDrill = (value: unknown): value is Drill =>
  isObject(value) &&
  drillKinds.some((kind) => kind === value.kind) &&
  [value.id, value.scenario, value.runbook, value.executedBy, value.status].every(isText) &&
  [value.decidedAt, value.lostAt, value.startedAt].every(isTime) &&
  (value.finishedAt === undefined || isTime(value.finishedAt)) &&
  [value.sets, value.writtenBy, value.copies].every(areTexts) &&
  isObject(value.startedBy) &&
  isText(value.startedBy.name) &&
  Array.isArray(value.steps) &&
  value.steps.every((step) => isObject(step) && isText(step.name) && isTime(step.at))
