// Topics and rights as tables for people.
import type { AclRow } from '../../journal/kafka/acls.ts'
import type { PlannedTopic } from '../../journal/kafka/plan.ts'
import { tellDuration } from '../../lib/duration.ts'

/** One line a topic, and below it what is to be mended. */
export function tellTopics(planned: readonly PlannedTopic[]): string {
  const rows = planned.map(({ topic, state, wanted, found, what }) => [
    state,
    topic,
    `${found?.partitions ?? wanted.partitions ?? 'broker’s'}`,
    keeps(found?.settings ?? wanted.settings),
    what,
  ])
  const lines = table([['', 'topic', 'partitions', 'keeps', 'what lies in it'], ...rows])
  const [head = '', ...rest] = lines
  return `${[
    head,
    ...rest.flatMap((line, index) => [line, ...(planned[index]?.findings ?? []).flatMap(tellFinding)]),
  ].join('\n')}\n`
}

const tellFinding = ({ kind, setting, found, wanted, why, mend }: PlannedTopic['findings'][number]): string[] => [
  `    ${kind === 'wrong' ? '✗' : '!'} ${setting} is ${found}, not ${wanted}: ${why}`,
  `      do: ${mend}`,
]

function keeps(settings: Readonly<Record<string, string>>): string {
  const policy = settings['cleanup.policy'] ?? 'delete'
  if (policy === 'compact') return 'the newest of each key'
  const age = Number(settings['retention.ms'] ?? Number.NaN)
  const span = Number.isNaN(age) ? 'as the broker says' : age < 0 ? 'for ever' : tellDuration(age)
  return policy === 'delete' ? span : `${policy}, ${span}`
}

/** One line a right. */
export const tellAcls = (rows: readonly AclRow[]): string =>
  `${table([
    ['operations', 'on', 'name', 'for'],
    ...rows.map(({ operations, resource, name, pattern, why }) => [
      operations.join(', '),
      resource,
      pattern === 'prefixed' ? `${name}*` : name,
      why.join('; '),
    ]),
  ]).join('\n')}\n`

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
