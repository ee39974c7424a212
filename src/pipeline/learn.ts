// Old records fed in: memory knows what they tell, as if it had seen it then, and nobody hears of them.
import { noteDrill } from '../estate/drills.ts'
import { remember } from '../memory/remember.ts'
import { knowTwin } from '../memory/twins.ts'
import type { Event } from '../model/event.ts'
import type { Detector } from './detect.ts'
import { introduce } from './estate.ts'
import type { ClockedMemory } from './memory-map.ts'
import { withPosture } from './posture.ts'
import { nameOf, noteSeen } from './seen.ts'

/**
 * Remembers an event and asks no rule. Where the same event comes again, live, it was here before.
 * @param now its sane time in epoch milliseconds
 * @returns false when it was here before
 */
export function learnEvent(
  memory: ClockedMemory,
  { words, estate }: Pick<Detector, 'words' | 'estate'>,
  told: Event,
  now: number,
): boolean {
  if (!noteSeen(memory, nameOf(told), now)) return false
  const event = estate ? introduce(memory, estate, told, now) : told
  const known = remember(memory, event, now, words, knowTwin(memory, event).twin)
  if (estate) {
    noteDrill(memory, estate, known)
    withPosture(memory, estate, known, '', now)
  }
  return true
}
