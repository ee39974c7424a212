// The policy that a command is about: the file that is named, or the configuration's, or what holds without one.
import { type Ground, loadGround } from '../../config/ground.ts'
import { loadPolicy, type ReadPolicy } from '../../config/policy.ts'
import { parseDuration } from '../../lib/duration.ts'
import type { Policy } from '../../model/policy.ts'
import type { Problem } from '../../model/rule.ts'
import { builtInPolicy } from '../../relay/built-in.ts'
import { StopError } from '../command.ts'
import { knownThings, tellProblem } from '../config.ts'

export interface PolicyAsk {
  readonly file: string | undefined
  readonly config: string | undefined
}

export type PolicyFound =
  | { readonly wrong: readonly Problem[] }
  | { readonly ground: Ground; readonly read: ReadPolicy }

/** @throws StopError where the configuration cannot be opened */
export async function findPolicy({ file, config }: PolicyAsk): Promise<PolicyFound> {
  const known = await knownThings()
  const ground = loadGround({ file: config, env: process.env, cwd: process.cwd(), known })
  if (!ground.ok) throw new StopError(ground.error.map(tellProblem).join('\n'))
  const path = file ?? ground.value.policy
  if (path === undefined)
    return { ground: ground.value, read: { policy: withoutFile(ground.value), lineOf: () => undefined } }
  const loaded = loadPolicy(path, ground.value)
  return loaded.ok ? { ground: ground.value, read: loaded.value } : { wrong: loaded.error }
}

/** Every pager: the configuration's, or without one those that the policy names. */
export function pagersFor({ pagers }: Ground, { people, escalations }: Policy): readonly string[] {
  const named = [
    ...Object.values(people).flatMap(({ channels }) => channels),
    ...Object.values(escalations).flatMap(({ steps }) =>
      steps.flatMap(({ notify }) => notify.flatMap((target) => ('channels' in target ? target.channels : []))),
    ),
  ]
  return pagers ?? [...new Set(named.map(({ pager }) => pager))]
}

function withoutFile({ pagers = [], floor, repeat, zone }: Ground) {
  const span = parseDuration(repeat)
  if (!span.ok) throw new StopError(`paging.repeat: ${span.error}`)
  return builtInPolicy({ pagers, floor, repeat: span.value, ...(zone === undefined ? {} : { zone }) })
}
