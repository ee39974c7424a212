// What a drill shows of copies, as records of restores do: of the copy that was restored, else of the set.
import { type Drill, servedIn } from '../model/drill.ts'
import { type EstateCopy, setOf } from '../model/estate.ts'
import type { ObservedFact } from '../model/posture.ts'

/** The source of what drills show, where others have that of a record. */
export const drillSource = 'lastcopy.drill'

/**
 * None of a drill that was broken off: nobody could tell.
 * @param known copies of the estate
 */
export function factsOfDrill(drill: Drill, known: readonly EstateCopy[]): readonly ObservedFact[] {
  const { id, sets, copies, status, finishedAt } = drill
  if (finishedAt === undefined || status === 'running' || status === 'abandoned') return []
  const served = servedIn(drill).map(({ of }) => of)
  const fact = (kind: 'copy' | 'set', of: string, good: boolean): ObservedFact => ({
    type: 'fact',
    kind,
    of,
    fact: 'restore-tested',
    value: good ? 'success' : 'failure',
    at: finishedAt,
    by: drill.executedBy,
    event: id,
    source: drillSource,
    position: id,
  })
  const restored = known.filter(({ name }) => copies.includes(name))
  return sets.flatMap((of) => {
    const own = restored.filter((copy) => setOf(copy) === of)
    const good = served.includes(of)
    return own.length > 0 ? own.map(({ name }) => fact('copy', name, good)) : [fact('set', of, good)]
  })
}
