// Whether anything could ever use an event: a rule that may match it, or memory, which learns from most acts.
import { learnsFrom } from '../memory/learns.ts'
import type { Event } from '../model/event.ts'
import type { Glimpse, LogSource, Source } from '../model/source.ts'
import type { WordLists } from '../model/words.ts'

export interface Relevance {
  ofEvent(source: Source, event: Event): boolean
  /** For a record that was looked at and not read. */
  ofGlimpse(source: Source, glimpse: Glimpse): boolean
}

/** The part of a compiled rule set that answers "could any rule match?". */
export interface Foresight {
  couldMatch(known: object, logsources: readonly LogSource[]): boolean
}

/** Names come from records, so the number of different questions has no limit of its own. */
const longestCache = 20_000

export function relevanceOf(rules: Foresight, words: WordLists): Relevance {
  const answers = new Map<string, boolean>()
  /** A source gives the same object for the same call. */
  const looks = new WeakMap<Glimpse, boolean>()
  const ask = (source: Source, { code, provider }: Glimpse, action: string, outcome?: string): boolean => {
    const question = `${source.name}\u0000${action}\u0000${outcome ?? ''}\u0000${provider ?? ''}\u0000${code}`
    const before = answers.get(question)
    if (before !== undefined) return before
    const vendor = source.name.split('.')[0] ?? source.name
    const told = { ...(provider === undefined ? {} : { provider }), ...(outcome === undefined ? {} : { outcome }) }
    const known = { event: { action, code, dataset: source.name, module: vendor, ...told } }
    const answer = rules.couldMatch(known, source.logsource)
    if (answers.size >= longestCache) answers.clear()
    answers.set(question, answer)
    return answer
  }
  return {
    ofEvent(source, event) {
      const { code, provider, action, outcome } = event.event
      if (action !== 'other' && action !== 'read' && learnsFrom(event, words)) return true
      // Whatever was done to it, the record says that two ids are one thing.
      if (event.backup?.resource?.aliases !== undefined || event.backup?.detail?.former_id !== undefined) return true
      const everyday = action !== 'other' && action !== 'read'
      return ask(source, provider === undefined ? { code } : { code, provider }, action, everyday ? outcome : undefined)
    },
    ofGlimpse(source, glimpse) {
      const known = looks.get(glimpse)
      if (known !== undefined) return known
      const { action } = glimpse
      const answer =
        action === undefined
          ? ask(source, glimpse, 'other') || ask(source, glimpse, 'read')
          : ask(source, glimpse, action, 'success')
      looks.set(glimpse, answer)
      return answer
    },
  }
}
