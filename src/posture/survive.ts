// Would the last copy survive? For each hand that an attacker may hold: what falls, how fast, by which way, and what saves most.
import type { Drill } from '../model/drill.ts'
import type { Estate } from '../model/estate.ts'
import type { Credential, CredentialClass, Fate, ObservedFact, Survival } from '../model/posture.ts'
import { best } from './best.ts'
import { floorDays } from './copy-relations.ts'
import { factsOfDrill } from './drill-facts.ts'
import { findingsOf } from './findings.ts'
import { credentialsOf, handsOf } from './hands.ts'
import { type Played, play, playBoth } from './play.ts'
import { proofOf } from './proof.ts'
import { type Graph, graphOf } from './reach.ts'
import { relationsOf } from './relations.ts'
import { type Resolved, resolveEstate } from './resolve.ts'
import { rowOf } from './table.ts'

export interface SurviveOptions {
  /** Days that an attacker is taken to stay unseen; 30 when left out. */
  readonly dwellDays?: number
  /** ISO: what time it is; without it nothing is overdue. */
  readonly at?: string
  /** Those that have ended count. */
  readonly drills?: readonly Drill[]
  /** Copies that do not stand, by name. */
  readonly fates?: ReadonlyMap<string, Fate>
}

/**
 * The whole analysis. Monotone: more in a hand never saves a copy, and a way less never fells one.
 * @param facts what records showed, in any order; of two of one thing the later counts
 */
export function survive(
  estate: Estate,
  facts: readonly ObservedFact[],
  { dwellDays = floorDays, at, drills = [], fates = new Map() }: SurviveOptions = {},
): Survival {
  const shown = drills.flatMap((drill) => factsOfDrill(drill, estate.copies ?? []))
  const resolved = resolveEstate(estate, [...facts, ...shown])
  const relations = relationsOf(resolved)
  const graph = graphOf(relations)
  const credentials = credentialsOf(resolved)
  const played = playAll(resolved, graph, credentials, dwellDays * 24)
  const fewest = fewestOf(played)
  const copies = resolved.copies.map((copy) => ({
    ...rowOf(copy, resolved, fewest.get(copy.name)),
    ...fateIn(fates, copy.name),
  }))
  const sets = [...Map.groupBy(resolved.copies, ({ of }) => of)].map(([name, all]) => ({
    name,
    copies: all.map((copy) => copy.name),
  }))
  const proof = at === undefined ? undefined : proofOf(estate, resolved, { drills, facts, at })
  return {
    ...(proof ? { at: proof.at, proof } : {}),
    dwellDays,
    copies,
    sets,
    hands: played.map(({ result }) => result),
    best: best(resolved, graph, played),
    findings: findingsOf(estate, resolved, copies, proof),
    relations,
    credentials,
    facts: resolved.facts,
  }
}

function fateIn(fates: ReadonlyMap<string, Fate>, name: string): { readonly fate?: Fate } {
  const fate = fates.get(name)
  return fate ? { fate } : {}
}

function playAll(
  resolved: Resolved,
  graph: Graph,
  credentials: readonly Credential[],
  hours: number,
): readonly Played[] {
  const { single, pairs } = handsOf(credentials)
  const alone = single.map((hand) => play(resolved.copies, graph, hand, hours))
  const byClass = new Map(
    alone.flatMap((one) => (one.hand.whole ? one.hand.classes.map((name) => [name, one] as const) : [])),
  )
  const together = pairs.flatMap((hand) => {
    const [one, other] = hand.classes.map((name) => byClass.get(name))
    return one && other ? [playBoth(resolved.copies, graph, hand, [one, other], hours)] : []
  })
  return [...alone, ...together]
}

/** For each copy, which classes fell it alone; where none does, which two. */
function fewestOf(played: readonly Played[]): ReadonlyMap<string, readonly (readonly CredentialClass[])[]> {
  const found = new Map<string, (readonly CredentialClass[])[]>()
  const note = ({ result: { classes, falls } }: Played): void => {
    for (const { copy } of falls) {
      const known = found.get(copy) ?? []
      const covered = known.some((some) => some.every((one) => classes.includes(one)))
      if (!covered) found.set(copy, [...known, classes])
    }
  }
  for (const one of played) if (one.hand.kind !== 'pair') note(one)
  for (const one of played) if (one.hand.kind === 'pair') note(one)
  return found
}
