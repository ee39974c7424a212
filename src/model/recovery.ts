// What speaks for a copy that a set can be restored from: how long it takes and who says so, and whether anybody looked at it.
import type { Recovery } from './alert.ts'

/** `9.4 h when practised on 2026-06-12`, `tested on 2026-05-17`. */
export function recoveryNotes({ hours, measuredAt, testedAt, good }: Recovery): readonly string[] {
  const by = measuredAt === undefined ? 'as the estate says' : `when practised on ${measuredAt.slice(0, 10)}`
  const looked =
    testedAt === undefined
      ? 'nobody was seen to test it'
      : `${good === false ? 'its test failed' : 'tested'} on ${testedAt.slice(0, 10)}`
  return [...(hours === undefined ? [] : [`${hours} h ${by}`]), looked]
}
