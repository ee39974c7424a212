// The rule set and the pagers as the audit log tells them: what was loaded, and what of it is gone or other than before.
import type { Ask, PagersLoaded } from '../model/ask.ts'
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

/** A start with the same pagers and policy is told once by `started`; here only what changed. */
export function loadPagers(shelf: Shelf, { pagers, policy }: PagersLoaded): Decision {
  const before = shelf.get('pagers')
  const digestOf = (all: PagersLoaded['pagers']) => new Map(all.map(({ name, digest }) => [name, digest]))
  const [old, next] = [digestOf(before?.pagers ?? []), digestOf(pagers)]
  const gone = [...old.keys()].filter((name) => !next.has(name))
  const added = [...next.keys()].filter((name) => !old.has(name))
  const changed = [...next].flatMap(([name, digest]) => (old.has(name) && old.get(name) !== digest ? [name] : []))
  const other = before !== undefined && before.policy !== policy
  if (before && gone.length + added.length + changed.length === 0 && !other) return 'known'
  shelf.put('pagers', '', { pagers, policy })
  const named = (word: string, names: readonly string[]) =>
    before === undefined || names.length === 0 ? {} : { [word]: names.slice(0, mostNamed) }
  return done({
    pagers: pagers.length,
    ...named('gone', gone),
    ...named('changed', changed),
    ...named('added', added),
    ...(other ? { 'policy-changed': true } : {}),
  })
}

/** Each break is told once. */
export function tellBroken(shelf: Shelf, { seq, fault }: Extract<Ask, { act: 'chain-broken' }>): Decision {
  if (shelf.get('broken') === seq) return 'known'
  shelf.put('broken', '', seq)
  return done({ entry: seq, fault })
}
