// The brokers: whether each answers, topics, rights, how far the stages are and who works on them, and their clock.
import { aclsOf } from '../../journal/kafka/acls.ts'
import { withAdmin } from '../../journal/kafka/admin.ts'
import { type Ground, groundOf } from '../../journal/kafka/ground.ts'
import { brokerSkew, stagesAtBrokers } from '../../journal/kafka/inspect.ts'
import { planTopics } from '../../journal/kafka/plan.ts'
import { rightsOf } from '../../journal/kafka/rights.ts'
import type { Config, KafkaConfig } from '../../model/config.ts'
import { topics } from '../../model/wire.ts'
import { openGuard } from '../../service/out/guard.ts'
import { failure, openSocket } from '../../service/out/socket.ts'
import { messageOf } from '../../service/supervise.ts'
import { clockFinding, type Finding, fine, note, skipped, wrong } from './finding.ts'

type Admin = Parameters<Parameters<typeof withAdmin>[1]>[0]

/** @param principal whose rights are looked at; undefined: of the name that it signs in under */
export async function checkBrokers(config: Config, principal: string | undefined): Promise<readonly Finding[]> {
  const ground = groundOf(config)
  if (!ground || !config.kafka) return []
  const reached = await Promise.all(config.kafka.brokers.map(checkAddress))
  if (reached.every(({ state }) => state === 'wrong')) return reached
  try {
    return await withAdmin(config.kafka, async (admin, kafka) => {
      const { brokers } = await admin.describeCluster()
      return [
        ...reached,
        fine('brokers', `${brokers.length} in the cluster, signed in`),
        ...(await guarded('topics', () => checkTopics(admin, ground))),
        ...(await guarded('rights', () => checkRights(admin, ground, config, principal))),
        ...(await guarded('stages', () => checkStages(admin, ground, config))),
        ...(ground.acls.journal
          ? await guarded('clock', async () => {
              const skew = await brokerSkew(admin, kafka, ground.names.topic(topics.alerts))
              return skew === undefined
                ? [skipped('clock', 'the brokers’ clock: nothing was written that tells it, or it may not be read')]
                : [clockFinding('the brokers’ clock', skew, 1)]
            })
          : []),
      ]
    })
  } catch (cause) {
    return [
      ...reached,
      wrong('brokers', messageOf(cause), 'look at `kafka.ssl` and `kafka.sasl`, and at the broker’s log'),
    ]
  }
}

/** What may not be looked at is no fault of what is looked at. */
async function guarded(check: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (cause) {
    return [
      skipped(
        check,
        `it cannot be looked at: ${messageOf(cause)}; \`lastcopy topics acls --roles operator\` lists what that needs`,
      ),
    ]
  }
}

/** Brokers stand where they stand: no network is closed to them. */
const anywhere = openGuard(['0.0.0.0/0', '::/0', '169.254.0.0/16'])

async function checkAddress(address: string): Promise<Finding> {
  const { hostname, port } = new URL(`kafka://${address}`)
  try {
    const socket = await openSocket(hostname.replace(/^\[|\]$/g, ''), Number(port || 9092), 5_000, anywhere)
    socket.destroy()
    return fine('brokers', `${address} can be reached`)
  } catch (cause) {
    return wrong(
      'brokers',
      `${address}: ${failure(cause).error}`,
      'look whether it runs, and at `kafka.brokers`, name resolution and firewall',
    )
  }
}

async function checkTopics(admin: Admin, { table, replication }: Ground): Promise<readonly Finding[]> {
  const planned = await planTopics(admin, table, replication)
  const missing = planned.filter(({ state }) => state === 'missing').map(({ topic }) => topic)
  const findings = planned.flatMap(({ topic, findings: list }) =>
    list.map(({ kind, setting, found, wanted, why, mend }) =>
      (kind === 'wrong' ? wrong : note)('topics', `${topic}: ${setting} is ${found}, not ${wanted}: ${why}`, mend),
    ),
  )
  if (missing.length > 0)
    return [
      ...findings,
      note(
        'topics',
        `missing: ${missing.join(', ')}`,
        '`lastcopy topics apply` makes them; so does the first start, where it may',
      ),
    ]
  return findings.length > 0 ? findings : [fine('topics', `${planned.length} topics as they must be`)]
}

async function checkRights(
  admin: Admin,
  { acls }: Ground,
  { roles, kafka }: Config,
  given: string | undefined,
): Promise<readonly Finding[]> {
  const principal = given ?? signedIn(kafka)
  if (principal === undefined)
    return [skipped('rights', 'the name that the brokers know Lastcopy by is not known here: give it with --principal')]
  const found = await rightsOf(admin, aclsOf(roles, acls), principal)
  if (found.kind === 'open') return [fine('rights', 'the brokers let everybody do everything')]
  if (found.kind === 'hidden')
    return [skipped('rights', 'the list of rights may not be seen by this name (Describe on the cluster)')]
  const denied =
    found.denied > 0
      ? [
          note(
            'rights',
            `${found.denied} rights are denied to ${principal}`,
            'a denial beats what is allowed: look at them with kafka-acls.sh --list',
          ),
        ]
      : []
  if (found.missing.length === 0)
    return [fine('rights', `${principal} has every right that ${roles.join(', ')} need`), ...denied]
  return [
    ...found.missing.map(({ operations, resource, name, pattern, why }) =>
      wrong(
        'rights',
        `${principal} lacks ${operations.join(', ')} on ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}: ${why.join('; ')}`,
        `\`lastcopy topics acls --principal ${principal} --commands\` writes the commands; a super user needs none`,
      ),
    ),
    ...denied,
  ]
}

function signedIn(kafka: KafkaConfig | undefined): string | undefined {
  const sasl = kafka?.sasl
  return sasl && sasl.mechanism !== 'oauthbearer' ? `User:${sasl.username}` : undefined
}

const farBehind = 10_000
const roleOf: Readonly<Record<string, string>> = { people: 'console', evidence: 'project' }

async function checkStages(admin: Admin, ground: Ground, { kafka }: Config): Promise<readonly Finding[]> {
  const stages = await stagesAtBrokers(admin, ground)
  return stages.flatMap(({ stage, members, behind, outside }): readonly Finding[] => {
    const role = roleOf[stage] ?? stage
    const told = `${stage}: ${members} at work, ${behind ?? 'no'} records behind`
    const remedy = `start \`lastcopy run\` with the role ${role}; with more of them up to one a partition share the work`
    const gaps = outside.map((place) =>
      wrong(
        'stages',
        `${stage}: the offset committed for ${place} lies outside of what the topic holds`,
        `records are gone, or ${kafka?.groupPrefix ?? ''} offsets were moved: the stage tells it as a gap and goes on; find out who did it`,
      ),
    )
    if (behind === undefined) return [note('stages', `${stage} has never run here`, remedy), ...gaps]
    if (members === 0) return [wrong('stages', `${told}: nobody does it`, remedy), ...gaps]
    return [behind > farBehind ? note('stages', told, remedy) : fine('stages', told), ...gaps]
  })
}
