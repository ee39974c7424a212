// Which records carry another time than those before them: of each jump the first two, which is as many as tell of a stepped clock.
import { hour } from '../lib/duration.ts'

/** As far as a record may lie from its neighbours without a word: as memory has it of clocks. */
const far = hour
const told = 2
/** More times than these in one batch are none of a clock. */
const most = 16

/**
 * Asked of the records of one batch, in their order.
 * @returns whether the record's time (epoch milliseconds) is not that of those before it; `received` is what it cannot lie far
 * behind, where that is known
 */
export function strays(): (time: number, received: number | undefined) => boolean {
  /** Times that records go on from, the first of them being the batch's own; each with its number of records. */
  const lines: { time: number; rows: number; astray: boolean }[] = []
  return (time, received) => {
    if (!Number.isFinite(time)) return false
    // Nothing arrives before it happened.
    const early = received !== undefined && received > 0 && time - received > far
    const known = lines.find((line) => Math.abs(time - line.time) <= far)
    const line = known ?? { time, rows: 0, astray: early || lines.length > 0 }
    if (!known && lines.push(line) > most) lines.shift()
    line.time = time
    line.rows += 1
    return line.astray && line.rows <= told
  }
}
