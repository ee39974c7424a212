// A log that strangers cannot fill: so many lines a minute, and how many were left out.
import type { IntakeLog } from './parts.ts'

const window = 60_000
const mostLines = 20

export function sparing(log: IntakeLog): IntakeLog['warn'] {
  let began = 0
  let told = 0
  return (more, words) => {
    const now = Date.now()
    if (now - began > window) {
      if (told > mostLines) log.warn({ count: told - mostLines }, 'more of the kind was left out')
      began = now
      told = 0
    }
    told += 1
    if (told <= mostLines) log.warn(more, words)
  }
}
