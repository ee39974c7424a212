// An attack told as steps with gaps between them: placed at the least, the most or any gap, with steps left out.
import { at } from './acts.ts'
import { type Line, sorted } from './vendors/line.ts'

export interface Step {
  readonly name: string
  /** What happens, as the README of the story says it. */
  readonly tells: string
  /** Least and most milliseconds after the step before. */
  readonly after: readonly [least: number, most: number]
  readonly lines: (when: number) => readonly Line[]
}

export interface Sequence {
  /** Folder of the story. */
  readonly name: string
  readonly title: string
  readonly about: string
  /** Days of ordinary life before the first step. */
  readonly days: number
  readonly life: (days: number) => readonly Line[]
  /** Time of day of the first step. */
  readonly from: string
  readonly steps: readonly Step[]
  /** The step by which somebody must be awake. */
  readonly by: string
}

export interface Played {
  readonly lines: readonly Line[]
  /** When each step begins, and when its last record is there. */
  readonly times: Readonly<Record<string, readonly [begin: number, end: number]>>
  readonly start: number
}

const day = 86_400_000

/**
 * The story with its life around.
 * @param pace 0 for the least gaps, 1 for the most, between them in powers
 * @param left out of the story
 */
export function play(sequence: Sequence, pace: number, left: readonly string[] = []): Played {
  const start = at(sequence.days, sequence.from)
  let when = start
  const times: Record<string, readonly [number, number]> = {}
  const lines: Line[] = []
  for (const { name, after, lines: make } of sequence.steps) {
    when += gap(after, pace)
    if (left.includes(name)) continue
    const made = make(when)
    lines.push(...made)
    times[name] = [when, Math.max(when, ...made.map((line) => line.at))]
    when = times[name]?.[1] ?? when
  }
  const days = sequence.days + Math.ceil((when - start) / day) + 1
  return { lines: sorted([...sequence.life(days), ...lines]), times, start }
}

function gap([least, most]: readonly [number, number], pace: number): number {
  const from = Math.max(least, 1000)
  if (most <= from) return pace === 0 ? least : most
  // Whole seconds, as the coarsest of the logs has them.
  return pace === 0 ? least : Math.round((from * (most / from) ** pace) / 1000) * 1000
}

/**
 * Each record so many minutes late, as far as the list says. What comes before `from` stays in order: a product that is seen
 * to delete before it was ever seen to make anything has no history that would excuse it.
 */
export const late = (lines: readonly Line[], minutes: readonly number[], from: number): readonly Line[] =>
  lines
    .map((line, index) => ({
      line,
      due: line.at + (line.at < from ? 0 : (minutes[index % minutes.length] ?? 0) * 60_000),
    }))
    .sort((one, other) => one.due - other.due)
    .map(({ line, due }) => ({ ...line, at: due }))

const thieves = /m\.stone|mallory|j\.moreau|p\.nowak|svc-sync\b|t\.hoffmann|mwolf/g

/** The same with another account, and another address, at each step. */
export function hopped({ lines, times, start }: Played): readonly Line[] {
  const spans = Object.values(times)
  return lines.map((line) => {
    const step = line.at < start ? -1 : spans.findIndex(([begin, end]) => line.at >= begin && line.at <= end)
    if (step < 0) return line
    const text = line.text
      .replace(thieves, (name) => `${name}${step}`)
      .replace(/203\.0\.113\.(\d+)/g, (_, number: string) => `203.0.113.${(Number(number) + step * 17) % 250}`)
    return { ...line, text }
  })
}

/** Of lines in the order in which they come: those until the last one of `wanted` is there. */
export function until(lines: readonly Line[], wanted: readonly Line[]): readonly Line[] {
  const texts = new Set(wanted.map(({ text }) => text))
  return lines.slice(0, lines.findLastIndex(({ text }) => texts.has(text)) + 1)
}

/** Two collectors, or one that sends again. */
export const twice = (lines: readonly Line[]): readonly Line[] => lines.flatMap((line) => [line, line])
