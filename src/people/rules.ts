// The rule set as the audit log tells it: what was loaded, and which rules that page are gone since the set before.
import type { Ask } from '../model/ask.ts'
import { type Decision, done } from './decision.ts'
import type { Shelf } from './shelf.ts'

const mostNamed = 50

/** A start with the same rules is told once by `started`; here only what changed. */
export function loadRules(shelf: Shelf, { digest, rules, paging }: Extract<Ask, { act: 'rules-loaded' }>): Decision {
  const before = shelf.get('rules')
  if (before?.digest === digest) return 'known'
  shelf.put('rules', '', { digest, paging })
  const gone = (before?.paging ?? []).filter((id) => !paging.includes(id))
  return done({
    digest,
    rules,
    ...(before === undefined ? {} : { before: before.digest }),
    ...(gone.length === 0 ? {} : { disabled: gone.slice(0, mostNamed), 'disabled-count': gone.length }),
  })
}

/** Each break is told once. */
export function tellBroken(shelf: Shelf, { seq, fault }: Extract<Ask, { act: 'chain-broken' }>): Decision {
  if (shelf.get('broken') === seq) return 'known'
  shelf.put('broken', '', seq)
  return done({ entry: seq, fault })
}
