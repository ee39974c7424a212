// What became of each copy that the estate names: it stands, is endangered, or is gone. Memory keeps it until it is undone.
import { day } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { AlertClass } from '../model/alert.ts'
import type { EstateCopy } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Fate } from '../model/posture.ts'
import { defaultSite } from '../model/site.ts'

const kept = 400 * day

/** What each class means for a copy that it touches. The others say nothing of the copy itself. */
const fates: { readonly [name in AlertClass]?: Fate['state'] } = {
  'protection-weakened': 'endangered',
  'repository-removed': 'gone',
  'parent-removed': 'gone',
  'points-deleted': 'endangered',
  'key-endangered': 'endangered',
  'copies-overwritten': 'gone',
  'access-cut': 'endangered',
}

/** Verbs that say that a key serves again, or that a thing is there again. */
const keyBack = new Set(['key-destruction-cancelled', 'key-enabled'])

const keyOf = (site: string, { name }: Pick<EstateCopy, 'name'>): string => hashOf('fate', site, name)

/** What became of a copy; undefined: it stands. */
export function fateOf(memory: Memory, site: string, copy: Pick<EstateCopy, 'name'>): Fate | undefined {
  const known: unknown = memory.get('seen', keyOf(site, copy))
  return isObject(known) ? (known as unknown as Fate) : undefined
}

/** Notes what an act that succeeded did to the copies that it touched. What is gone is not merely endangered again. */
export function noteFates(
  memory: Memory,
  event: Event,
  copies: readonly EstateCopy[],
  classes: readonly AlertClass[],
  now: number,
): void {
  if (event.event.outcome === 'failure') return
  const site = event.backup?.site ?? defaultSite
  const told = classes.flatMap((name) => {
    const state = fates[name]
    return state ? [{ state, since: now, class: name }] : []
  })
  const worst = told.find(({ state }) => state === 'gone') ?? told[0]
  for (const copy of copies) {
    const before = fateOf(memory, site, copy)
    if (worst && before?.state !== 'gone' && !(before && worst.state === 'endangered'))
      memory.put('seen', keyOf(site, copy), worst as unknown as Json, now + kept)
    else if (!worst && before && undoes(event, before)) memory.drop('seen', keyOf(site, copy))
  }
}

function undoes({ event, backup }: Event, fate: Fate): boolean {
  if (fate.class === 'key-endangered') return keyBack.has(event.action)
  if (fate.state === 'gone') return event.action === 'repository-created'
  return fate.class === 'protection-weakened' && backup?.change?.direction === 'strengthened'
}
