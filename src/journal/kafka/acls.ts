// Least privilege at the brokers: what each role must be allowed, from the same names that the journal uses, and nothing more.
import type { Role } from '../../model/config.ts'
import { topics } from '../../model/wire.ts'
import { drainGroups } from './drain.ts'
import type { Names } from './names.ts'

/** What may be asked for: a role of the service, or `operator`: whoever runs `topics` and `doctor`. */
export type AclRole = Role | 'operator'

export interface AclRow {
  readonly resource: 'topic' | 'group' | 'transactional-id'
  readonly name: string
  /** `prefixed`: every name that begins so. */
  readonly pattern: 'literal' | 'prefixed'
  readonly operations: readonly AclOperation[]
  /** What it is for; several roles may need it for several things. */
  readonly why: readonly string[]
}

export type AclOperation = 'Read' | 'Write' | 'Describe' | 'Create' | 'DescribeConfigs'

export interface AclParts {
  readonly names: Names
  readonly raw: readonly string[]
  /** The journal is Kafka; else only raw topics are read from there. */
  readonly journal: boolean
  /** Whether events are kept in the store too. */
  readonly evidence: boolean
}

/** What these roles need together, by resource and name. Reading and writing include to describe. */
export function aclsOf(roles: readonly AclRole[], parts: AclParts): readonly AclRow[] {
  const rows = roles.flatMap((role) => (parts.journal ? journalRows(role, parts) : tapRows(role, parts)))
  const merged = new Map<string, AclRow>()
  for (const row of rows) {
    const key = `${row.resource} ${row.pattern} ${row.name}`
    const before = merged.get(key)
    merged.set(key, {
      ...row,
      operations: [...new Set([...(before?.operations ?? []), ...row.operations])].sort(),
      why: [...new Set([...(before?.why ?? []), ...row.why])],
    })
  }
  return [...merged.values()]
    .map((row) => ({ ...row, operations: leastOf(row.operations) }))
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
}

const orderOf = ({ resource, name }: AclRow): string => `${resource === 'topic' ? 0 : 1} ${resource} ${name}`

/** Brokers let whoever reads or writes a thing describe it too. */
const leastOf = (operations: readonly AclOperation[]): readonly AclOperation[] =>
  operations.some((one) => one === 'Read' || one === 'Write')
    ? operations.filter((one) => one !== 'Describe')
    : operations

const row = (
  resource: AclRow['resource'],
  name: string,
  operations: readonly AclOperation[],
  why: string,
  pattern: AclRow['pattern'] = 'literal',
): AclRow => ({ resource, name, pattern, operations, why: [why] })

function journalRows(role: AclRole, { names, raw, evidence }: AclParts): readonly AclRow[] {
  const topic = (name: string, operation: AclOperation, why: string): AclRow =>
    row('topic', names.topic(name), [operation], why)
  const rawTopics = (operations: readonly AclOperation[], why: string): readonly AclRow[] =>
    raw.map((name) => row('topic', name, operations, why))
  const ours = names.state('').replace(/state\.$/, '')
  const reading = row('group', drainGroups, ['Read'], 'reads a topic from one offset to another', 'prefixed')
  /** A stage's group, its transactions and its topic of state. */
  const stage = (name: string): readonly AclRow[] => [
    row('group', names.group(name), ['Read'], `shares the partitions of the stage ${name}`),
    row(
      'transactional-id',
      `${names.transaction(name)}-`,
      ['Write'],
      `commits results, state and position of the stage ${name} as one`,
      'prefixed',
    ),
    row('topic', names.state(name), ['Read', 'Write'], `keeps what the stage ${name} remembers, or where it stands`),
    reading,
  ]
  if (role === 'operator')
    return [
      row('topic', ours, ['Create', 'Describe', 'DescribeConfigs'], 'makes topics and looks at them', 'prefixed'),
      ...rawTopics(['Create', 'Describe', 'DescribeConfigs'], 'makes topics and looks at them'),
      row('group', names.group(''), ['Describe'], 'looks how far the stages are', 'prefixed'),
    ]
  const everybody: readonly AclRow[] = [
    row('topic', ours, ['Describe'], 'looks whether its topics are there', 'prefixed'),
    ...rawTopics(['Describe'], 'looks whether its topics are there'),
    row('transactional-id', `${names.transaction('append')}-`, ['Write'], 'appends records as a whole', 'prefixed'),
    topic(topics.events, 'Write', 'tells at a start who must be heard from'),
    topic(topics.alerts, 'Write', 'tells at a start when pagers are tried'),
    topic(topics.people, 'Write', 'tells the log that it started'),
    row('topic', names.state('intake'), ['Read', 'Write'], 'looks which format the journal has, and writes its own'),
    reading,
  ]
  const more: Readonly<Record<Role, () => readonly AclRow[]>> = {
    intake: () => [
      ...rawTopics(['Write'], 'writes what comes in'),
      topic(topics.deadLetter, 'Write', 'puts aside what is no record'),
      row(
        'transactional-id',
        `${names.transaction('intake')}-`,
        ['Write'],
        'notes how far files were read, as one with the records',
        'prefixed',
      ),
      row('topic', names.state('intake'), ['Read', 'Write'], 'keeps how far files were read'),
      reading,
    ],
    normalize: () => [
      ...stage('normalize'),
      ...rawTopics(['Read'], 'reads records'),
      topic(topics.audit, 'Read', 'reads Lastcopy’s own log as a source'),
      topic(topics.selfTest, 'Read', 'passes tests of the whole way on'),
      topic(topics.events, 'Write', 'writes events'),
      topic(topics.deadLetter, 'Write', 'puts aside what no source can read'),
    ],
    detect: () => [
      ...stage('detect'),
      topic(topics.events, 'Read', 'reads events'),
      topic(topics.events, 'Write', 'writes the clock'),
      topic(topics.alerts, 'Write', 'writes alerts'),
    ],
    page: () => [
      ...stage('page'),
      topic(topics.alerts, 'Read', 'reads alerts'),
      topic(topics.alerts, 'Write', 'writes pages, deliveries and the clock'),
      topic(topics.selfTest, 'Write', 'begins tests of the whole way'),
    ],
    project: () => [
      ...stage('project'),
      topic(topics.alerts, 'Read', 'reads alerts'),
      ...(evidence ? [...stage('evidence'), topic(topics.events, 'Read', 'reads events')] : []),
    ],
    console: () => [
      ...stage('people'),
      topic(topics.people, 'Read', 'reads what people ask for'),
      topic(topics.audit, 'Read', 'shows and verifies the log'),
      topic(topics.audit, 'Write', 'writes the log'),
      topic(topics.events, 'Write', 'tells detection what people did'),
      topic(topics.alerts, 'Write', 'tells paging what people did'),
      topic(topics.selfTest, 'Write', 'begins tests of the whole way'),
      topic(topics.deadLetter, 'Read', 'shows dead letters'),
      topic(topics.deadLetter, 'Write', 'notes which were put back'),
      ...rawTopics(['Write'], 'puts dead letters back, and writes what comes in by HTTP'),
    ],
  }
  return [...everybody, ...more[role]()]
}

/** Beside an embedded journal only records come from Kafka. */
function tapRows(role: AclRole, { names, raw }: AclParts): readonly AclRow[] {
  if (role === 'operator')
    return raw.map((name) =>
      row('topic', name, ['Create', 'Describe', 'DescribeConfigs'], 'makes topics and looks at them'),
    )
  if (role !== 'normalize') return []
  return [
    ...raw.map((name) => row('topic', name, ['Read'], 'reads records')),
    row('group', names.group('normalize'), ['Read'], 'shares the partitions, and tells how far it is'),
  ]
}

/** The rows as commands of Kafka's own tool. @param principal as `User:lastcopy` */
export function aclCommands(rows: readonly AclRow[], principal: string, broker: string): readonly string[] {
  return rows.map(({ resource, name, pattern, operations }) =>
    [
      `kafka-acls.sh --bootstrap-server ${quoted(broker)} --add --allow-principal ${quoted(principal)}`,
      ...operations.map((operation) => `--operation ${operation}`),
      `--${resource} ${quoted(name)}`,
      ...(pattern === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
    ].join(' '),
  )
}

const quoted = (text: string): string => (/^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
