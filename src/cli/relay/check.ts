// `lastcopy relay check`: what is wrong with a policy, and what would go wrong with it one night.
import { relative } from 'node:path'
import type { Ground } from '../../config/ground.ts'
import { pathOf } from '../../config/tell.ts'
import type { Json } from '../../lib/json.ts'
import type { Problem } from '../../model/rule.ts'
import type { Finding, PagerTrait } from '../../relay/review/finding.ts'
import { reviewPolicy } from '../../relay/review/review.ts'
import { loadPagers } from '../../service/pagers.ts'
import { StopError } from '../command.ts'
import { tellProblem } from '../config.ts'
import type { Io } from '../io.ts'
import { findPolicy, type PolicyAsk } from './policy.ts'

export interface CheckAsk extends PolicyAsk {
  readonly json: boolean
  /** Epoch milliseconds: turns are looked at from here on. */
  readonly now: number
}

/** @returns the exit code: 1 with findings */
export async function check(ask: CheckAsk, io: Io): Promise<number> {
  const found = await findPolicy(ask)
  if ('wrong' in found)
    return tell(
      found.wrong.map((problem) => ({ ...problem, kind: 'mistake' })),
      ask,
      io,
    )
  const { ground, read } = found
  const { policy, lineOf } = read
  if (policy.file === undefined)
    throw new StopError(
      'there is no policy: name a file, or write paging.policy; without one every pager gets every page',
    )
  const findings = reviewPolicy(policy, await traitsOf(ground.traits), ask.now)
  if (findings.length === 0) {
    const { people, rotations, escalations, routes } = policy
    const counts = [people, rotations, escalations].map((part) => Object.keys(part).length)
    io.say(
      `${counts[0]} people, ${counts[1]} rotations, ${counts[2]} escalations, ${routes.length} routes: nothing to mend`,
    )
    return 0
  }
  const files = { policy: policy.file, configuration: ground.file ?? 'lastcopy.yml' }
  const lines = { policy: lineOf, configuration: ground.lineOf }
  const told = findings.map((one) => {
    const line = lines[one.file](one.path)
    return { kind: one.kind, file: files[one.file], ...(line === undefined ? {} : { line }), ...wordsOf(one) }
  })
  return tell(told, ask, io)
}

type Told = Problem & { readonly kind: string }

async function tell(problems: readonly Told[], { json }: CheckAsk, io: Io): Promise<number> {
  for (const { file, ...rest } of problems) {
    const short = relative(process.cwd(), file)
    const problem = { file: short.startsWith('..') ? file : short, ...rest }
    if (json) await io.json(problem)
    else io.say(tellProblem(problem))
  }
  io.say(problems.length === 1 ? '1 finding' : `${problems.length} findings`)
  return 1
}

const wordsOf = ({ path, message, hint }: Finding): Pick<Problem, 'message' | 'hint'> => ({
  message: `${pathOf(path) || 'the file'}: ${message}`,
  hint,
})

/** Without a configuration any pager may be meant: nothing is said of what they are. */
async function traitsOf(pagers: Ground['traits']): Promise<readonly PagerTrait[]> {
  const kinds = await loadPagers()
  return (pagers ?? []).map(({ name, kind, settings }) => {
    const pager = kinds.get(kind)
    const ends = pager?.ends?.(settings as Readonly<Record<string, Json>>)
    return {
      name,
      // `twilio-sms` and `twilio-voice` are one provider.
      provider: kind.split('-')[0] ?? kind,
      silent: pager?.silent === true,
      ...(ends === undefined ? {} : { ends }),
    }
  })
}
