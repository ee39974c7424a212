// What an alert says of the plan that it fits, or differs from.
import type { Alert, Difference, PlannedNote } from '../model/alert.ts'
import { plain } from './summary.ts'

const longest = 300

/** The line of an alert with its plan: at most 300 characters, the plan never cut off. */
export function withPlan(line: string, planned: PlannedNote | undefined): string {
  if (!planned) return line
  const plan = plain(planned.plan, 40)
  if (planned.differs.length === 0) return plain(`Planned (${plan}): ${line}`, longest)
  const tail = `; not as planned in ${plan}: ${planned.differs.map((one) => differenceWords[one]).join(', ')}`
  return `${plain(line, longest - tail.length)}${tail}`
}

/** What a match does otherwise than was planned. */
const differenceWords: Readonly<Record<Difference, string>> = {
  class: 'another act',
  actor: 'another actor',
  resource: 'another resource',
  count: 'more often',
  time: 'at another time',
  'never-planned': 'no plan covers this',
}

/** The note, where the alert does not have it yet. */
export const newNotes = ({ planned = [] }: Alert, note: PlannedNote): readonly PlannedNote[] =>
  planned.some(({ plan, differs }) => plan === note.plan && differs.join() === note.differs.join()) ? [] : [note]
