// Who has their turn in a rotation at an instant, and who takes over when. Turns are counted by the rotation's local clock.
import { day, hour } from '../lib/duration.ts'
import { instantOf, wallOf } from '../lib/local-time.ts'
import type { Override, Rotation } from '../model/policy.ts'

/** From (inclusive) to (exclusive), epoch milliseconds; nobody where the rotation has a gap. */
export interface Turn {
  readonly who: string | undefined
  readonly from: number
  readonly to: number
}

/**
 * The member whose turn it is, or who stands in; undefined in a gap.
 * @param at epoch milliseconds
 */
export function whoIsOnCall(rotation: Rotation, at: number): string | undefined {
  const over = rotation.overrides.findLast((override) => covers(override, rotation.zone, at))
  if (over) return over.who
  const number = turnNumber(rotation, at)
  return number < 0 ? undefined : rotation.members[number % rotation.members.length]
}

/**
 * The next moment at which somebody else has the turn, or nobody; undefined where it stays as it is.
 * @param at epoch milliseconds
 */
export function nextHandover(
  rotation: Rotation,
  at: number,
): { readonly at: number; readonly who: string | undefined } | undefined {
  const before = whoIsOnCall(rotation, at)
  const edges = [...overrideEdges(rotation)].sort((a, b) => a - b)
  const alone = new Set(rotation.members).size < 2
  for (let here = at; ; ) {
    const number = turnNumber(rotation, here)
    // Under a stand-in, and where one member has all turns, handovers change nothing.
    const still = (alone && number >= 0) || rotation.overrides.some((one) => covers(one, rotation.zone, here))
    const edge = edges.find((moment) => moment > here) ?? Number.POSITIVE_INFINITY
    here = Math.min(edge, still ? Number.POSITIVE_INFINITY : startOf(rotation, Math.max(0, number + 1)))
    if (here === Number.POSITIVE_INFINITY) return undefined
    const who = whoIsOnCall(rotation, here)
    if (who !== before) return { at: here, who }
  }
}

/** Everybody's turns in a span, one after the other without gap or overlap; equal neighbours are one. */
export function turnsBetween(rotation: Rotation, from: number, to: number): readonly Turn[] {
  const moments = new Set([from])
  for (const edge of overrideEdges(rotation)) if (edge > from && edge < to) moments.add(edge)
  for (let number = Math.max(0, turnNumber(rotation, from) + 1); ; number += 1) {
    const start = startOf(rotation, number)
    if (start >= to) break
    moments.add(start)
  }
  const turns: Turn[] = []
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const who = whoIsOnCall(rotation, moment)
    const last = turns.at(-1)
    if (last?.who === who && last !== undefined) continue
    if (last) turns[turns.length - 1] = { ...last, to: moment }
    turns.push({ who, from: moment, to })
  }
  return turns
}

/** Epoch milliseconds of a moment as an override has it. */
const momentOf = (text: string, zone: string): number =>
  zoned.test(text) ? Date.parse(text) : instantOf(Date.parse(`${text}Z`), zone)

const zoned = /(?:Z|[+-]\d\d:\d\d)$/

function covers({ from, to }: Override, zone: string, at: number): boolean {
  // No zone is further from UTC than a day: most stand-ins are ruled out without asking a calendar.
  if (roughly(from) - day > at || roughly(to) + day < at) return false
  return momentOf(from, zone) <= at && at < momentOf(to, zone)
}

const roughly = (text: string): number => Date.parse(zoned.test(text) ? text : `${text}Z`)

const overrideEdges = ({ overrides, zone }: Rotation): readonly number[] =>
  overrides.flatMap(({ from, to }) => [momentOf(from, zone), momentOf(to, zone)])

const lengthOf = ({ turn }: Rotation): number => ('days' in turn ? turn.days * day : turn.hours * hour)

/** The instant at which a turn begins, counted from 0. */
const startOf = (rotation: Rotation, number: number): number =>
  instantOf(Date.parse(`${rotation.since}Z`) + number * lengthOf(rotation), rotation.zone)

/** The last turn that has begun; below 0 before the first. */
function turnNumber(rotation: Rotation, at: number): number {
  const passed = wallOf(at, rotation.zone) - Date.parse(`${rotation.since}Z`)
  let number = Math.floor(passed / lengthOf(rotation))
  // Around a change of the clocks its face may show an hour again whose turns have begun already.
  while (startOf(rotation, number + 1) <= at) number += 1
  while (startOf(rotation, number) > at) number -= 1
  return number
}
