// What can be said of the containers without an engine: they are pinned and bare, and what they copy, call and set is there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { knownThings } from '../../src/cli/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import { roles } from '../../src/model/config.ts'
import { environmentOf, exampleEnv, readCompose, readDeploy, stepsOf, wordsOf } from '../support/containers.ts'
import { root } from '../support/service.ts'

const compose = readCompose()
const steps = stepsOf(readDeploy('Containerfile'))
const copied = steps.filter(({ word }) => word === 'COPY').flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1))
const own = Object.entries(compose.services).filter(([, { image }]) => image === 'lastcopy')

describe('the Containerfile', () => {
  test('copies what is there, and lets it through its ignore file', () => {
    const through = readDeploy('Containerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(copied.filter((path) => !through.includes(path))).toEqual([])
    expect(through.filter((path) => !copied.includes(path))).toEqual([])
  })

  test('copies every folder that the program reads beside its sources', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    )
    const read = files.flatMap((file) =>
      [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/import\.meta\.dirname, '((?:\.\.\/)+[^']+)'/g)].map(
        ([, path = '']) => join('src', file, '..', path),
      ),
    )
    expect(read.length).toBeGreaterThan(5)
    expect(read.filter((path) => !copied.some((one) => path === one || path.startsWith(`${one}/`)))).toEqual([])
  })

  test('begins with a pinned image, ends as nobody’s root, and calls what it copied', () => {
    expect(steps[0]).toMatchObject({
      word: 'FROM',
      rest: expect.stringMatching(/^docker\.io\/library\/node:\d+\.\d+\.\d+-/),
    })
    expect(steps.findLast(({ word }) => word === 'USER')?.rest).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    const [program = ''] = wordsOf(steps, 'ENTRYPOINT')
    expect(statSync(join(root, program.replace('/app/', ''))).mode & 0o111).toBe(0o111)
    expect(wordsOf(steps, 'CMD')[0]).toBe('run')
    const [healthy = ''] = wordsOf(steps, 'HEALTHCHECK')
    expect(existsSync(join(root, healthy.replace('/app/', '')))).toBe(true)
  })
})

describe('compose.yaml', () => {
  test('has the four, each pinned and known to be well by a check', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['elasticsearch', 'kafka', 'lastcopy', 'pager', 'worker'])
    for (const { image, build, healthcheck, entrypoint } of Object.values(compose.services)) {
      if (!build) expect(image).toMatch(/:\d+\.\d+\.\d+$/)
      // Ours stands in the Containerfile.
      if (!build || entrypoint) expect(healthcheck?.test[0]).toMatch(/^CMD/)
    }
  })

  test.each(own)('gives %s nothing to write to but its data, and no rights', (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(service.ports?.every((port) => port.startsWith('127.0.0.1:')) ?? true).toBe(true)
    const { context = '', dockerfile = '' } = service.build ?? {}
    expect(existsSync(join(root, 'deploy', context, dockerfile))).toBe(true)
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':')
      expect(from.startsWith('.') ? existsSync(join(root, 'deploy', from)) : from in compose.volumes).toBe(true)
    }
  })

  test('waits only for services that there are, and not for the alert store', () => {
    for (const { depends_on = {} } of Object.values(compose.services))
      for (const [name] of Object.entries(depends_on)) expect(Object.keys(compose.services)).toContain(name)
    expect(Object.keys(compose.services.lastcopy.depends_on ?? {})).toEqual(['kafka'])
  })

  test.each(['lastcopy', 'worker'] as const)(
    'starts %s with a configuration that holds, and words that it knows',
    async (name) => {
      const service = compose.services[name]
      const [verb, option, file, ...more] = service.command ?? []
      expect([verb, option, file]).toEqual(['run', '--config', '/etc/lastcopy/lastcopy.yml'])
      if (more.length > 0) {
        expect(more[0]).toBe('--roles')
        expect((more[1] ?? '').split(',').filter((role) => !roles.some((known) => known === role))).toEqual([])
      }
      const loaded = loadConfig({
        file: join(root, 'deploy/lastcopy.yml'),
        env: environmentOf(service),
        cwd: root,
        known: await knownThings(),
      })
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
      const { kafka, elasticsearch, pagers, paging, web } = loaded.value
      const hosts = [...(kafka?.brokers ?? []), ...(elasticsearch?.nodes ?? []), String(pagers[0]?.settings.url)]
      for (const host of hosts)
        expect(Object.keys(compose.services)).toContain(
          new URL(host.includes('//') ? host : `kafka://${host}`).hostname,
        )
      expect(paging.allow).toEqual(compose.networks.inner.ipam.config.map(({ subnet }) => subnet))
      expect(compose.services.lastcopy.ports).toEqual([`127.0.0.1:${web.port}:${web.port}`])
      expect(compose.services.kafka.environment.KAFKA_ADVERTISED_LISTENERS).toBe(`PLAINTEXT://${kafka?.brokers[0]}`)
    },
  )

  test('asks for the secrets that env.example names, and holds none itself', () => {
    const asked = [...readDeploy('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect([...new Set(asked)].sort()).toEqual(Object.keys(exampleEnv()).sort())
    for (const value of Object.values(exampleEnv())) expect(readDeploy('compose.yaml')).not.toContain(value)
  })
})
