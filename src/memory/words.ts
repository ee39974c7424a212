// Whole words in names, tags and descriptions that say what something is for. Contract, section 3.
import type { WordLists } from '../model/words.ts'

export interface Words {
  readonly strong: boolean
  readonly weak: boolean
  readonly test: boolean
  readonly noCopies: boolean
}

/** Which kinds of words stand in a text: parted by anything that is no letter or digit, and where capitals begin. */
export function wordsIn(lists: WordLists, ...texts: readonly (string | undefined)[]): Words {
  const words = new Set<string>()
  let joined = ''
  for (const text of texts) {
    if (text === undefined) continue
    const apart = text
      .slice(0, 2_000)
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
      .toLowerCase()
    for (const word of apart.split(/[^a-z0-9]+/)) words.add(word.replace(/^\d+|\d+$/g, ''))
    joined += `-${apart.replace(/[^a-z0-9]+/g, '-')}-`
  }
  const has = (list: readonly string[]): boolean =>
    list.some((word) => (word.includes('-') ? joined.includes(`-${word}-`) : words.has(word)))
  return {
    strong: has(lists.copies),
    weak: has(lists.perhaps),
    test: has(lists.sandbox),
    noCopies: has(lists.noCopies),
  }
}

/** A backup product's own agent string. It is a hint only: whoever calls writes it. */
export function isProductAgent({ productAgents }: WordLists, agent: string | undefined): boolean {
  if (agent === undefined) return false
  const lower = agent.slice(0, 500).toLowerCase()
  return productAgents.some((part) => lower.includes(part))
}
