// The story that a page belongs to, and its limit: one attack needs six page-now alerts at most. Contract, section 5.
import { day } from '../lib/duration.ts'
import type { Memory } from '../model/memory.ts'
import { type Facts, storyLinksOf } from './facts.ts'
import { type AlertState, index, linkKey, liveAlerts, readIndex, storyKey } from './state.ts'

const fullStory = 6
/** A page that follows the story's last one by more than this begins another. */
const storyGap = 30 * day

export interface Story {
  /** Undefined: the alert at hand begins one. */
  readonly id: string | undefined
  /** The newest page-now alert of a story that has six open already. */
  readonly full: AlertState | undefined
}

/** The running story that shares an actor, address, session, protected set, network or account with these facts, in this order. */
export function findStory(memory: Memory, facts: Facts, now: number): Story {
  for (const link of storyLinksOf(facts)) {
    const loud = readIndex(memory, linkKey(facts.site, link)).filter(({ priority }) => priority === 'page-now')
    for (const { story } of liveAlerts(memory, loud)) {
      if (story === undefined) continue
      const entries = readIndex(memory, storyKey(facts.site, story))
      const [last] = entries
      if (!last || Math.abs(now - last.at) > storyGap) continue
      const open = liveAlerts(memory, entries)
      return { id: story, full: open.length >= fullStory ? open[0] : undefined }
    }
  }
  return { id: undefined, full: undefined }
}

/** Writes the alert into its story; the alert that begins one gives it its name. */
export function enterStory(memory: Memory, state: AlertState, story: string | undefined, now: number): AlertState {
  const { alert } = state
  const name = state.story ?? story ?? alert.id
  const entry = { id: alert.id, class: alert.class, priority: alert.priority, at: now }
  index(memory, storyKey(alert.site, name), entry)
  return { ...state, story: name }
}
