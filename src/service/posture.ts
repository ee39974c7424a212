// Would the last copy survive, as the running service knows it: the estate, what detection remembers of it, and the drills.
import { hashOf } from '../lib/hash.ts'
import { fail, ok } from '../lib/result.ts'
import type { Drill } from '../model/drill.ts'
import { type Estate, setOf } from '../model/estate.ts'
import type { Stage } from '../model/journal.ts'
import type { Memory } from '../model/memory.ts'
import type { ObservedFact, Survival } from '../model/posture.ts'
import { memoryOver } from '../pipeline/memory-state.ts'
import { formerFacts, knownDrills, knownFacts, knownFates } from '../pipeline/posture.ts'
import { survive } from '../posture/survive.ts'
import type { PostureDesk } from '../web/deps.ts'
import { makeViews } from './views.ts'

export interface PostureDoor {
  /** The detect stage as it was, its partitions' states noted. */
  follow(stage: Stage): Stage
  readonly api: PostureDesk
}

export interface PostureParts {
  readonly estate: Estate | undefined
  /** Every site that this line serves. */
  readonly sites: readonly string[]
  now(): number
}

export function makePosture({ estate, sites, now }: PostureParts): PostureDoor {
  const { follow, all } = makeViews()
  const made = new Map<number | undefined, { readonly of: string; readonly survival: Survival }>()
  const each = <T>(read: (memory: Memory, site: string) => readonly T[]): readonly T[] =>
    all()
      .map((view) => memoryOver(view))
      .flatMap((memory) => sites.flatMap((site) => read(memory, site)))
  const known = () => ({
    facts: each<ObservedFact>(knownFacts),
    drills: distinct(each<Drill>(knownDrills)),
    fates: each((memory, site) => knownFates(memory, site, estate?.copies ?? [])),
  })
  return {
    follow,
    api: {
      ...(estate ? { estate } : {}),
      names: namesOf(estate),
      former: () => each(formerFacts),
      async survival(dwellDays) {
        if (!estate || (estate.copies ?? []).length === 0) return fail('no-estate')
        if (all().length === 0) return fail('elsewhere')
        const at = new Date(now()).toISOString()
        const { facts, drills, fates } = known()
        const of = hashOf(at.slice(0, 10), JSON.stringify(facts), JSON.stringify(drills), JSON.stringify(fates))
        const before = made.get(dwellDays)
        if (before?.of === of) return ok(before.survival)
        const survival = survive(estate, facts, {
          at,
          drills,
          fates: new Map(fates),
          ...(dwellDays === undefined ? {} : { dwellDays }),
        })
        if (!made.has(dwellDays) && made.size >= mostMade) made.clear()
        made.set(dwellDays, { of, survival })
        return ok(survival)
      },
    },
  }
}

const namesOf = ({ copies = [], sets = [] }: Estate = {}): PostureDesk['names'] => ({
  sets: [...new Set([...copies.map(setOf), ...sets.map(({ name }) => name)])],
  copies: copies.map(({ name }) => name),
})

/** Analyses for so many lengths of stay are kept. */
const mostMade = 8

/** A drill is told to every site. */
const distinct = (drills: readonly Drill[]): readonly Drill[] => [
  ...new Map(drills.map((drill) => [drill.id, drill])).values(),
]
