// Whole words in names, tags and descriptions that say what something is for. Contract, section 3.
import type { WordLists } from '../model/words.ts'

export interface Words {
  readonly strong: boolean
  readonly weak: boolean
  readonly test: boolean
  readonly noCopies: boolean
  /** The name of a backup product. */
  readonly product: boolean
  /** Says that it may only look. */
  readonly view: boolean
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
    product: has(lists.products),
    view: has(lists.views),
  }
}

/**
 * What the name of a service says: systems write them without a gap, so that one that begins with a product's name is that
 * product's (`veeamtransport.service`).
 */
export function wordsOfService(lists: WordLists, ...names: readonly (string | undefined)[]): Words {
  const words = wordsIn(lists, ...names)
  if (words.product || !names.some((name) => name !== undefined && beginsAsProduct(lists, name))) return words
  return { ...words, product: true, strong: true }
}

/** Shorter names begin other words, too. */
const leastPrefix = 5
const beginsAsProduct = ({ products }: WordLists, name: string): boolean => {
  const lower = name.slice(0, 200).toLowerCase()
  return products.some((product) => product.length >= leastPrefix && lower.startsWith(product))
}

/** A backup product's own agent string. It is a hint only: whoever calls writes it. */
export function isProductAgent({ productAgents }: WordLists, agent: string | undefined): boolean {
  if (agent === undefined) return false
  const lower = agent.slice(0, 500).toLowerCase()
  return productAgents.some((part) => lower.includes(part))
}

/** An account that says that it is no person's. */
export const isServiceName = (name: string): boolean =>
  /(^|[^a-z])(svc|srv|sa|service|svcacct|robot|machine|daemon|api|bot|automation|ansible|terraform|scheduler)([^a-z]|$)|\$$/i.test(
    name.slice(0, 200),
  )

/** The account of a backup product: it has its name, and says that it is no person's. */
export function isProductAccount(lists: WordLists, name: string): boolean {
  const { product, strong } = wordsIn(lists, name)
  return (product || strong) && isServiceName(name)
}

/** A group of a directory that rules backups or hypervisors: by its name, unless that says that it may only look. */
export function isAdminGroup(lists: WordLists, name: string): boolean {
  const plain = plainOf(name)
  if (lists.adminGroups.some((group) => plainOf(group) === plain)) return true
  const words = wordsIn(lists, name)
  return words.strong && !words.view
}

const plainOf = (text: string): string =>
  text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
