// Topics and rights on a real broker: what is missing is made, what stands otherwise is explained, and each role gets by with its own rights.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  ResourcePatternTypes,
} from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { type AclRow, aclsOf } from '../../src/journal/kafka/acls.ts'
import { namesOf } from '../../src/journal/kafka/names.ts'
import type { PlannedTopic } from '../../src/journal/kafka/plan.ts'
import { type Role, roles } from '../../src/model/config.ts'
import { type Broker, passwordOf, startBroker } from '../services/kafka.ts'
import { type PagerDutyServer, startPagerDuty } from '../support/pagerduty-server.ts'
import { dangerous } from '../support/records.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const lastcopy = (...args: readonly string[]): Promise<Ran> =>
  new Promise((go) => {
    const child = spawn(join(root, 'bin/lastcopy'), args)
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (part) => (stdout += part))
    child.stderr.on('data', (part) => (stderr += part))
    child.once('close', (status) => go({ status, stdout, stderr }))
  })

describe('the topics', () => {
  let broker: Broker
  let admin: Admin
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-topics-'))
  const config = (name: string, more: object = {}): string => {
    const file = join(folder, `${name}.yml`)
    writeFileSync(
      file,
      stringify({
        journal: { kind: 'kafka', prefix: `${name}.`, partitions: 2, ...more },
        kafka: { brokers: [broker.address] },
        topics: { [`${name}.audit.aws`]: 'aws.cloudtrail' },
      }),
    )
    return file
  }
  const plannedBy = async (verb: 'plan' | 'apply', file: string) => {
    const ran = await lastcopy('topics', verb, '--config', file, '--json')
    const topics = ran.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as PlannedTopic)
    return { ...ran, topics, states: new Set(topics.map(({ state }) => state)) }
  }

  beforeAll(async () => {
    broker = await startBroker()
    admin = new kafkajs.Kafka({ brokers: [broker.address], logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
  })
  afterAll(async () => {
    await admin?.disconnect()
    await broker?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('that are missing are told, made as the table says, and then there is nothing to do', async () => {
    const file = config('one')
    const before = await plannedBy('plan', file)
    expect([before.status, before.states]).toEqual([1, new Set(['missing'])])
    const made = await plannedBy('apply', file)
    expect([made.status, made.states]).toEqual([0, new Set(['fits'])])
    expect((await plannedBy('plan', file)).status).toBe(0)
    const by = new Map(made.topics.map((one) => [one.topic, one.found]))
    expect(by.get('one.lastcopy.events')).toMatchObject({
      partitions: 2,
      settings: { 'cleanup.policy': 'delete', 'retention.ms': String(7 * 86_400_000) },
    })
    expect(by.get('one.lastcopy.state.detect')).toMatchObject({
      partitions: 2,
      settings: { 'cleanup.policy': 'compact' },
    })
    expect(by.get('one.lastcopy.audit')).toMatchObject({ partitions: 1, settings: { 'cleanup.policy': 'compact' } })
  })

  test('are the ones that the service uses: it finds nothing to make and nothing to complain of', async () => {
    const file = config('two')
    await plannedBy('apply', file)
    const there = new Set(await admin.listTopics())
    const service = await makeService({
      journal: { kind: 'kafka', prefix: 'two.', partitions: 2 },
      kafka: { brokers: [broker.address], groupPrefix: 'two' },
      topics: { 'two.audit.aws': 'aws.cloudtrail' },
    })
    try {
      await service.start()
      await service.ready()
      expect((await admin.listTopics()).filter((topic) => !there.has(topic) && topic.startsWith('two.'))).toEqual([])
      expect(service.log()).not.toContain('otherwise than it must be')
    } finally {
      await service.clean()
    }
  })

  test('that stand otherwise are explained with what mends them, and are left as they are', async () => {
    const file = config('three')
    const made = (topic: string, numPartitions: number, settings: Readonly<Record<string, string>>) => ({
      topic,
      numPartitions,
      configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
    })
    await admin.createTopics({
      topics: [
        made('three.lastcopy.events', 5, { 'retention.ms': '3600000' }),
        made('three.lastcopy.state.detect', 2, { 'cleanup.policy': 'delete' }),
        made('three.audit.aws', 7, { 'cleanup.policy': 'compact' }),
      ],
      waitForLeaders: true,
    })
    const { status, topics, stderr } = await plannedBy('apply', file)
    expect(status).toBe(1)
    expect(stderr).toContain('3 to mend by hand')
    const findings = topics.flatMap(({ topic, findings }) =>
      findings.map(({ setting, mend }) => ({ topic, setting, mend })),
    )
    expect(findings.map(({ topic, setting }) => `${topic} ${setting}`).sort()).toEqual([
      'three.audit.aws cleanup.policy',
      'three.lastcopy.events max.message.bytes',
      'three.lastcopy.events partitions',
      'three.lastcopy.events retention.ms',
      'three.lastcopy.state.detect cleanup.policy',
      'three.lastcopy.state.detect max.message.bytes',
    ])
    expect(findings.find(({ setting }) => setting === 'retention.ms')?.mend).toBe(
      'kafka-configs.sh --bootstrap-server HOST:PORT --alter --entity-type topics --entity-name three.lastcopy.events --add-config retention.ms=604800000',
    )
    const [events] = (await admin.fetchTopicMetadata({ topics: ['three.lastcopy.events'] })).topics
    expect(events?.partitions.length).toBe(5)
  })
})

describe('rights', () => {
  let broker: Broker
  let admin: Admin
  let pagerDuty: PagerDutyServer
  const services: ServiceProcess[] = []
  const topic = 'audit.aws'
  const partitions = 2
  const parts = { names: namesOf('', 'lastcopy'), raw: [topic], journal: true, evidence: true }

  beforeAll(async () => {
    broker = await startBroker({ users: [...roles, 'operator'] })
    admin = new kafkajs.Kafka({
      brokers: [broker.address],
      sasl: { mechanism: 'plain', username: 'admin', password: passwordOf('admin') },
      logLevel: kafkajs.logLevel.NOTHING,
    }).admin()
    await admin.connect()
    for (const role of [...roles, 'operator'] as const)
      await admin.createAcls({ acl: aclsOf([role], parts).flatMap((row) => entriesOf(row, role)) })
    pagerDuty = await startPagerDuty()
  })
  afterAll(async () => {
    for (const service of services) await service.clean()
    await pagerDuty?.close()
    await admin?.disconnect()
    await broker?.stop()
  })

  const configOf = (user: string) => ({
    journal: { kind: 'kafka', partitions },
    kafka: {
      brokers: [broker.address],
      sasl: { mechanism: 'plain', username: user, password: passwordOf(user) },
    },
    topics: { [topic]: 'aws.cloudtrail' },
  })

  test('of the operator are enough to make the topics', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lastcopy-rights-'))
    const file = join(folder, 'lastcopy.yml')
    writeFileSync(file, stringify(configOf('operator')))
    const { status, stderr } = await lastcopy('topics', 'apply', '--config', file)
    rmSync(folder, { recursive: true })
    expect([status, stderr]).toEqual([0, expect.stringContaining('nothing to do')])
  })

  test('of its role are enough for each process: a record becomes a page, and the broker refuses nothing', async () => {
    const start = async (role: Role): Promise<ServiceProcess> => {
      const service = await makeService({
        ...configOf(role),
        roles: [role],
        pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: pagerDuty.url } }],
        paging: { repeat: '30d', allow: ['127.0.0.1'] },
      })
      services.push(service)
      await service.start()
      return service
    }
    const started = new Map<Role, ServiceProcess>()
    for (const role of roles) started.set(role, await start(role))
    const door = started.get('intake')?.url
    const record = JSON.stringify(dangerous(1, Date.now()))
    await until(
      async () => (await fetch(`${door}/intake/aws.cloudtrail`, { method: 'POST', body: record })).status,
      (status) => status < 300,
      60_000,
    )
    await until(
      () => pagerDuty.events.length,
      (count) => count > 0,
      120_000,
    )
    const asked = (verdict: string): readonly string[] =>
      broker
        .log()
        .split('\n')
        .filter((line) => line.includes(` is ${verdict} operation`) && !line.includes('User:ANONYMOUS'))
    expect(asked('Denied').map((line) => line.replace(/.*Principal/, 'Principal'))).toEqual([])
    expect(asked('Allowed').length).toBeGreaterThan(100)
  })

  test('that are missing are named by the doctor, who finds the stages at work and the clock of the brokers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lastcopy-doctor-'))
    const file = join(folder, 'lastcopy.yml')
    const diagnose = async (principal: string) => {
      const { stdout } = await lastcopy('doctor', '--config', file, '--principal', principal, '--json')
      const findings = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Finding)
      const by = (check: string) => findings.filter((one) => one.check === check)
      return { rights: by('rights'), stages: by('stages'), clock: by('clock'), topics: by('topics') }
    }
    writeFileSync(file, stringify({ ...configOf('admin'), roles: ['detect'] }))
    const whole = await diagnose('User:detect')
    expect(whole.rights.map(({ state }) => state)).toEqual(['fine'])
    expect(whole.topics.map(({ state }) => state)).toEqual(['fine'])
    expect(whole.stages.map(({ state, what }) => `${state} ${what.split(':')[0]}`).sort()).toEqual(
      ['detect', 'evidence', 'normalize', 'page', 'people', 'project'].map((stage) => `fine ${stage}`),
    )
    expect(whole.clock).toEqual([
      expect.objectContaining({ state: 'fine', what: expect.stringContaining('brokers’ clock') }),
    ])
    const lacking = await diagnose('User:project')
    expect(lacking.rights.map(({ state }) => state)).toContain('wrong')
    expect(lacking.rights.map(({ what }) => what).join()).toContain('lacks Read, Write on topic lastcopy.state.detect')
    rmSync(folder, { recursive: true })
  })
})

const operationOf: Readonly<Record<AclRow['operations'][number], AclOperationTypes>> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  Create: AclOperationTypes.CREATE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
}
const resourceOf: Readonly<Record<AclRow['resource'], AclResourceTypes>> = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
}

const entriesOf = ({ resource, name, pattern, operations }: AclRow, user: string) =>
  operations.map((operation) => ({
    resourceType: resourceOf[resource],
    resourceName: name,
    resourcePatternType: pattern === 'prefixed' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: '*',
    operation: operationOf[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }))
