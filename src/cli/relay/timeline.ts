// A simulated night as people read it: one line for each thing that happens, with the time and how long after the alert.
import { hour, minute, second } from '../../lib/duration.ts'
import { wallOf } from '../../lib/local-time.ts'
import type { DecisionReason } from '../../model/page.ts'
import type { Policy } from '../../model/policy.ts'
import type { Told } from '../../relay/rehearse.ts'

/** @param from epoch milliseconds of the alert */
export function textOf(one: Told, from: number, policy: Policy): string | undefined {
  if (one.type === 'page') return undefined
  const head = `${clock(one.wall, policy.zone)}  ${after(one.wall - from).padEnd(9)}`
  const { channel, who, reason, step = 1, round = 0, instead, until, by } = one
  const end = until === undefined ? '' : `, until ${clock(Date.parse(until), policy.zone)}`
  if (channel === undefined)
    return `${head}${(quiet[reason] ?? reason) + end}${by === undefined ? '' : ` by ${by}`}${whoOf(who, policy)}`
  const held = reason === 'bundled' || reason === 'limited' || reason === 'channel-down'
  const place = `step ${step}${round === 0 ? '' : `, round ${round + 1}`}`
  const why = instead === undefined ? (loud[reason] ?? reason) : `${instead} ${missed[reason] ?? reason}`
  return `${head}${held ? 'kept for a summary of' : 'rings'} ${channel}${whoOf(who, policy)}: ${why}, ${place}${end}`
}

/** What stands above: the route that was taken. */
export function headOf(told: readonly Told[], policy: Policy): string {
  const first = told.find((one) => one.type === 'decision')
  const { route, escalation } = first?.type === 'decision' ? first : {}
  return `${policy.file ?? 'without a policy'}: ${route ? `route "${route}", escalation "${escalation}"` : 'no route'}, times in ${policy.zone}`
}

const loud: Partial<Record<DecisionReason, string>> = {
  first: 'first page',
  worse: 'it got worse',
  repeat: 'nobody has answered',
  step: 'nobody has answered',
  nobody: 'nobody has a turn, so every pager rings',
  'quiet-hours-over': 'the quiet hours are over',
  'acknowledgement-over': 'the acknowledgement ran out',
  bundled: 'it belongs to what was told before',
  limited: 'the channel has had as much as it takes',
  'channel-down': 'the channel is down',
}

const missed: Partial<Record<DecisionReason, string>> = {
  refused: 'refused the page',
  'not-accepted': 'did not take the page in time',
  'not-answered': 'was not answered in time',
}

const quiet: Partial<Record<DecisionReason, string>> = {
  'below-floor': 'nobody is told: it is below the floor',
  'quiet-hours': 'nobody is told yet: quiet hours',
  nobody: 'reaches nobody: nobody has a turn',
  'escalation-over': 'the escalation is over: nobody is told any more',
  acknowledged: 'acknowledged',
}

const whoOf = (who: string | undefined, { people }: Policy): string => {
  if (who === undefined) return ''
  const title = Object.hasOwn(people, who) ? people[who]?.title : undefined
  return title === undefined || title === who ? ` (${who})` : ` (${who}, ${title})`
}

const clock = (time: number, zone: string): string =>
  new Date(wallOf(time, zone)).toISOString().slice(0, 19).replace('T', ' ')

/** `+1:05:30`: hours, minutes, seconds. Rounded, a channel that rings half a minute later would seem to ring at once. */
function after(ms: number): string {
  if (ms <= 0) return ''
  const [minutes = '', seconds = ''] = [Math.floor(ms / minute) % 60, Math.floor(ms / second) % 60].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `+${Math.floor(ms / hour)}:${minutes}:${seconds}`
}
