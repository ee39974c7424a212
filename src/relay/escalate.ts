// How far an incident has climbed its escalation: who rings through which channel, and who next as time passes and channels answer.
import type { RingReason, Verdict } from '../model/page.ts'
import type { Channel, Escalation, Policy, Target } from '../model/policy.ts'
import { whoIsOnCall } from './on-call.ts'

export interface Climb {
  readonly escalation: string
  /** From 0. */
  readonly step: number
  /** How often all steps were gone through before. */
  readonly round: number
  /** When the next step begins; undefined where there is none: all rounds are over. */
  readonly stepEnds?: number
  /** Everybody who was rung in this round, in that order. */
  readonly lines: readonly Line[]
}

/** One person, or a rota of a provider, and the channel through which it rings. */
export interface Line {
  readonly who: string
  readonly channels: readonly Channel[]
  /** Which of them rings. */
  readonly at: number
  readonly step: number
  readonly state: 'sent' | 'accepted' | 'out'
  /** When the next channel rings. */
  readonly due?: number
  /** The summary in whose place of a page of its own it is told. */
  readonly summary?: string
}

export interface Moment {
  /** Milliseconds that only grow: a clock that is set back makes nobody wait. */
  readonly now: number
  /** Epoch milliseconds: whose turn it is. */
  readonly wall: number
}

/** One thing that the policy says: ring here, or nobody is there. */
export interface Said {
  readonly why: RingReason | 'first' | 'worse' | 'repeat'
  readonly step: number
  readonly round: number
  readonly who: string
  /** Name of the pager that rings; undefined where nobody does. */
  readonly pager?: string
  /** The channel before it. */
  readonly instead?: string
}

export interface Climbed {
  readonly climb: Climb
  readonly said: readonly Said[]
}

export type Steps = Pick<Policy, 'people' | 'rotations' | 'escalations'>

/** The first step of an escalation. @param why what rings: the first page, a worse one, or what must ring again */
export function beginClimb(steps: Steps, escalation: string, why: Said['why'], at: Moment): Climbed {
  return enterStep(steps, { escalation, step: 0, round: 0, lines: [] }, why, at)
}

/** When something is to be done although nothing happens; undefined: never. */
export function dueOf({ stepEnds, lines }: Climb): number | undefined {
  const times = [stepEnds, ...lines.map(({ due }) => due)].filter((time) => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

/**
 * What is due: channels that stayed silent, the next step, the next round.
 * @param told what became of the summary through which a line is told
 */
export function passTime(
  steps: Steps,
  climb: Climb,
  at: Moment,
  told: (summary: string) => 'accepted' | 'waits' | 'failed' = () => 'failed',
): Climbed {
  const said: Said[] = []
  const lines = climb.lines.map((line) => {
    if (line.due === undefined || line.due > at.now) return line
    const summary = line.summary === undefined || line.state !== 'sent' ? 'failed' : told(line.summary)
    if (summary === 'accepted') return accepted(line, at.now)
    if (summary === 'waits') return { ...line, due: at.now + ringing(line).accepted }
    return nextChannel(line, line.state === 'accepted' ? 'not-answered' : 'not-accepted', climb.round, at.now, said)
  })
  const next = { ...climb, lines }
  if (next.stepEnds === undefined || next.stepEnds > at.now) return { climb: next, said }
  const after = stepAfter(steps, next, at)
  return { climb: after.climb, said: [...said, ...after.said] }
}

/** What a channel answered to the page of this incident. */
export function hearAnswer(steps: Steps, climb: Climb, pager: string, verdict: Verdict, at: Moment): Climbed {
  // Worth another try: the courier tries, and the channel's own time runs.
  if (verdict === 'retry') return { climb, said: [] }
  const said: Said[] = []
  const lines = climb.lines.map((line) => {
    if (line.state !== 'sent' || ringing(line).pager !== pager || line.summary !== undefined) return line
    return verdict === 'accepted' ? accepted(line, at.now) : nextChannel(line, 'refused', climb.round, at.now, said)
  })
  const next = { ...climb, lines }
  const last = (steps.escalations[climb.escalation]?.steps.length ?? 0) - 1
  const here = lines.filter(({ step }) => step === climb.step)
  // Whoever should be rung now cannot be: nobody waits for an answer that will not come.
  if (said.length > 0 || climb.step >= last || !here.every(({ state }) => state === 'out')) return { climb: next, said }
  return stepAfter(steps, next, at)
}

/** The line is told in a summary that is sent later: its channel's time runs from then. */
export function heldUntil(climb: Climb, pager: string, summary: string, until: number): Climb {
  const lines = climb.lines.map((line) =>
    line.state === 'sent' && ringing(line).pager === pager && line.summary === undefined
      ? { ...line, summary, ...(line.due === undefined ? {} : { due: until + ringing(line).accepted }) }
      : line,
  )
  return { ...climb, lines }
}

/** Everybody who was rung, by name. */
export const woken = ({ lines }: Climb): readonly string[] => [...new Set(lines.map(({ who }) => who))]

/** Who was rung last through a channel. */
export const rungThrough = ({ lines }: Climb, pager: string): string | undefined =>
  lines.findLast((line) => line.channels.slice(0, line.at + 1).some((channel) => channel.pager === pager))?.who

function enterStep(steps: Steps, climb: Climb, why: Said['why'], at: Moment): Climbed {
  const step = steps.escalations[climb.escalation]?.steps[climb.step]
  const said: Said[] = []
  const place = { step: climb.step, round: climb.round }
  if (step === undefined) said.push({ ...place, why: 'nobody', who: climb.escalation })
  const lines = (step?.notify ?? []).flatMap((target): readonly Line[] => {
    const { who, channels } = channelsOf(steps, target, at.wall)
    const [first, second] = channels
    if (first === undefined) {
      said.push({ ...place, why: 'nobody', who })
      return []
    }
    said.push({ ...place, why, who, pager: first.pager })
    const due = second === undefined ? {} : { due: at.now + first.accepted }
    return [{ who, channels, at: 0, step: climb.step, state: 'sent', ...due }]
  })
  const next = { ...climb, lines: [...climb.lines, ...lines], stepEnds: at.now + (step?.wait ?? 0) }
  if (lines.length > 0 || !hasNext(steps, next)) return { climb: next, said }
  const after = enterStep(steps, { ...next, step: next.step + 1 }, 'step', at)
  return { climb: after.climb, said: [...said, ...after.said] }
}

const hasNext = (steps: Steps, climb: Climb): boolean =>
  climb.step + 1 < (steps.escalations[climb.escalation]?.steps.length ?? 0)

function stepAfter(steps: Steps, climb: Climb, at: Moment): Climbed {
  const escalation: Escalation | undefined = steps.escalations[climb.escalation]
  if (hasNext(steps, climb)) return enterStep(steps, { ...climb, step: climb.step + 1 }, 'step', at)
  if (escalation !== undefined && (escalation.repeat === 'always' || climb.round < escalation.repeat))
    return enterStep(steps, { ...climb, step: 0, round: climb.round + 1, lines: [] }, 'repeat', at)
  const { stepEnds: _, ...over } = climb
  const who = climb.escalation
  return { climb: over, said: [{ step: climb.step, round: climb.round, why: 'escalation-over', who }] }
}

function nextChannel(line: Line, why: RingReason, round: number, now: number, said: Said[]): Line {
  const { due: _, summary: __, ...rest } = line
  const next = line.channels[line.at + 1]
  if (next === undefined) return { ...rest, state: line.state === 'accepted' ? 'accepted' : 'out' }
  said.push({ why, step: line.step, round, who: line.who, pager: next.pager, instead: ringing(line).pager })
  const due = line.channels[line.at + 2] === undefined ? {} : { due: now + next.accepted }
  return { ...rest, at: line.at + 1, state: 'sent', ...due }
}

function accepted(line: Line, now: number): Line {
  const { due: _, ...rest } = line
  const { answered } = ringing(line)
  const due = answered === undefined || line.channels[line.at + 1] === undefined ? {} : { due: now + answered }
  return { ...rest, state: 'accepted', ...due }
}

const ringing = ({ channels, at }: Line): Channel => channels[at] as Channel

/** Who a target is now, and the channels in the order in which they ring; none where it is nobody. */
export function channelsOf(
  steps: Steps,
  target: Target,
  wall: number,
): { readonly who: string; readonly channels: readonly Channel[] } {
  if ('channels' in target)
    return { who: target.channels.map(({ pager }) => pager).join(', '), channels: target.channels }
  if ('person' in target) return { who: target.person, channels: steps.people[target.person]?.channels ?? [] }
  const rotation = steps.rotations[target.rotation]
  const member = rotation && whoIsOnCall(rotation, wall)
  return member === undefined
    ? { who: target.rotation, channels: [] }
    : { who: member, channels: steps.people[member]?.channels ?? [] }
}
