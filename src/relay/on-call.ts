// Who has their turn in a rotation at an instant.
import type { Rotation } from '../model/policy.ts'

/**
 * The member whose turn it is; undefined in a gap.
 * @param at epoch milliseconds
 */
export function whoIsOnCall({ members, turn, since, overrides }: Rotation, at: number): string | undefined {
  const over = overrides.find(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to))
  if (over) return over.who
  const length = 'days' in turn ? turn.days * 86_400_000 : turn.hours * 3_600_000
  const past = at - Date.parse(`${since}Z`)
  return past < 0 ? undefined : members[Math.floor(past / length) % members.length]
}
