// Whether memory learns anything from an event of a kind that happens all day; what it would not, need not be kept.
import type { Event } from '../model/event.ts'
import type { Verb } from '../model/verb.ts'
import type { WordLists } from '../model/words.ts'
import { isProductAgent } from './words.ts'

/** Acts of every application at every moment. Only what runs backups, or a key that the caller brings, makes them a sign. */
const everyday: ReadonlySet<string> = new Set<Verb>(['key-used', 'object-written', 'process-started'])

const isService = (backup: Event['backup']): boolean =>
  backup?.detail?.service !== undefined || backup?.resource?.type === 'service'

/** True for every act that is not everyday, and for an everyday one that says something about copies, keys or products. */
export function learnsFrom({ event, backup, user_agent: agent }: Event, words: WordLists): boolean {
  if (!everyday.has(event.action)) return true
  const kind = backup?.actor?.kind
  if (kind === 'product' || kind === 'provider') return true
  if (event.action === 'process-started' && isService(backup)) return true
  if (event.action === 'object-written' && isProductAgent(words, agent?.original)) return true
  const { customer_key: brought, foreign_key: foreign, copied_from: copied } = backup?.detail ?? {}
  return brought === true || foreign === true || copied !== undefined
}
