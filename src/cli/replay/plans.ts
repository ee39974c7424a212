// Plans for a replay, as `lastcopy change list` and `lastcopy mute list` print them: one JSON object a line.
import { isObject } from '../../lib/json.ts'
import type { Plan } from '../../model/plan.ts'
import { UsageError } from '../command.ts'
import { readLines } from '../lines.ts'

/** Those that were approved. @throws UsageError naming the line that is no plan */
export async function readPlans(file: string, stdin: NodeJS.ReadableStream): Promise<readonly Plan[]> {
  const plans: Plan[] = []
  for await (const { number, bytes } of readLines(file, stdin)) {
    if (bytes.length === 0) continue
    const plan = parse(bytes.toString())
    if (!isPlan(plan))
      throw new UsageError(`--changes: line ${number + 1} of ${file} is no plan as \`change list\` gives it`)
    if (plan.status === 'approved') plans.push(plan)
  }
  return plans
}

const lists = ['classes', 'actions', 'actors', 'resources'] as const

function isPlan(value: unknown): value is Plan {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.site !== 'string') return false
  if (lists.some((name) => !Array.isArray(value[name]) || value[name].some((one) => typeof one !== 'string')))
    return false
  if (value.kind !== 'change' && value.kind !== 'mute') return false
  if (value.count !== undefined && typeof value.count !== 'number') return false
  return [value.from, value.to].every((time) => typeof time === 'string' && !Number.isNaN(Date.parse(time)))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
