// `lastcopy topics`: what is to be done about the topics at the brokers, making those that are missing, and who may do what there.
import { type AclRole, aclCommands, aclsOf } from '../../journal/kafka/acls.ts'
import { withAdmin } from '../../journal/kafka/admin.ts'
import { type Ground, groundOf } from '../../journal/kafka/ground.ts'
import { type PlannedTopic, planTopics } from '../../journal/kafka/plan.ts'
import { ensureTopics } from '../../journal/kafka/topics.ts'
import { type Config, type KafkaConfig, roles } from '../../model/config.ts'
import { messageOf } from '../../service/supervise.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError } from '../command.ts'
import { readConfig, readRoles } from '../config.ts'
import type { Io } from '../io.ts'
import { tellAcls, tellTopics } from '../topics/tell.ts'
import { readVerb } from '../verbs.ts'

const verbs = { plan: [0, 0], apply: [0, 0], acls: [0, 0] } as const

export default {
  summary:
    'looks at the topics at the brokers, makes those that are missing, and lists the rights that each role needs',
  usage: [
    'topics plan [--config FILE] [--json]    what is missing or otherwise than it must be, why it matters, what to do',
    'topics apply [--config FILE] [--json]   makes what is missing; changes and deletes nothing that is there',
    `topics acls [--roles ${roles.join(',')},operator] [--config FILE] [--principal User:NAME] [--commands | --json]`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      roles: { type: 'string' },
      principal: { type: 'string', default: 'User:lastcopy' },
      commands: { type: 'boolean', default: false },
    })
    const [verb] = readVerb(positionals, verbs)
    const config = await readConfig(values.config, io)
    if (!config) return 2
    const ground = groundOf(config)
    if (!ground || !config.kafka)
      throw new StopError('nothing of this configuration lies at brokers: there is no `kafka` in it')
    if (verb === 'acls') return listAcls(config, ground, config.kafka, values, io)
    const planned = await atBrokers(config.kafka, ground, verb === 'apply', io)
    if (values.json) for (const one of planned) await io.json(one)
    else await io.text(tellTopics(planned))
    const left = planned.filter(({ state }) => state !== 'fits')
    io.say(left.length === 0 ? `${planned.length} topics, nothing to do` : whatToDo(left))
    return left.length === 0 ? 0 : 1
  },
} satisfies Command

function whatToDo(left: readonly PlannedTopic[]): string {
  const missing = left.filter(({ state }) => state === 'missing').length
  const differ = left.length - missing
  return [
    ...(missing > 0 ? [`${missing} missing: \`lastcopy topics apply\` makes them`] : []),
    ...(differ > 0 ? [`${differ} to mend by hand`] : []),
  ].join('; ')
}

/** @throws StopError when no broker answers, or refuses */
async function atBrokers(
  kafka: KafkaConfig,
  { table, replication }: Ground,
  make: boolean,
  io: Io,
): Promise<readonly PlannedTopic[]> {
  try {
    return await withAdmin(kafka, async (admin) => {
      const before = await planTopics(admin, table, replication)
      const missing = new Set(before.filter(({ state }) => state === 'missing').map(({ topic }) => topic))
      if (!make || missing.size === 0) return before
      await ensureTopics(
        admin,
        table.filter(({ topic }) => missing.has(topic)),
        replication,
      )
      io.say(`made ${[...missing].join(', ')}`)
      return planTopics(admin, table, replication)
    })
  } catch (cause) {
    throw new StopError(`${kafka.brokers.join(', ')}: ${messageOf(cause)}`)
  }
}

interface AclValues {
  readonly roles?: string | undefined
  readonly principal: string
  readonly commands: boolean
  readonly json: boolean
}

async function listAcls(config: Config, { acls }: Ground, { brokers }: KafkaConfig, values: AclValues, io: Io) {
  const asked = (readRoles(values.roles, [...roles, 'operator']) ?? config.roles) as readonly AclRole[]
  const rows = aclsOf(asked, acls)
  if (values.json) for (const row of rows) await io.json({ principal: values.principal, ...row })
  else if (values.commands)
    for (const line of aclCommands(rows, values.principal, brokers[0] ?? '')) await io.text(`${line}\n`)
  else await io.text(tellAcls(rows))
  io.say(`${rows.length} rights for ${asked.join(', ')}`)
  return 0
}
