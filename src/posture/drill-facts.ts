// What a drill shows of copies, as records of restores do: of the copy that was restored, else of the set.
import { type Drill, servedIn } from '../model/drill.ts'
import type { ObservedFact } from '../model/posture.ts'

/** None of a drill that was broken off: nobody could tell. */
export function factsOfDrill(drill: Drill): readonly ObservedFact[] {
  const { id, sets, copy, status, finishedAt } = drill
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
    source: 'lastcopy.drill',
    position: id,
  })
  if (copy !== undefined) return [fact('copy', copy, served.length > 0)]
  return sets.map((of) => fact('set', of, served.includes(of)))
}
