// The house rules, read from the import lines: who may see whom, what a pure room may touch, how long a file may be.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const src = join(root, 'src')
const pure = [
  'sources',
  'memory',
  'sigma',
  'correlate',
  'alert',
  'relay',
  'pagers',
  'people',
  'estate',
  'posture',
  'report',
]
const ground = ['model', 'lib']

/** What a room may import besides its own files; rooms that are not listed here (service, cli) see everything. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  model: ['lib'],
  ...Object.fromEntries(pure.map((room) => [room, ground])),
  report: [...ground, 'posture'],
  pipeline: [...ground, ...pure],
  content: [...ground, 'sigma', 'correlate', 'sources', 'pipeline', 'estate'],
  journal: ground,
  store: ground,
  intake: ground,
  config: ground,
  web: [...ground, 'store', 'people', 'posture', 'report'],
}

/** npm packages and the one room that may import each. */
const owners: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['journal'],
  '@elastic/elasticsearch': ['store'],
  express: ['web'],
  '@simplewebauthn/server': ['web'],
  'openid-client': ['service'],
  otpauth: ['people'],
  qrcode: ['web'],
  ajv: ['config', 'content'],
  'ajv-formats': ['config', 'content'],
  'lz4-napi': ['journal'],
  snappyjs: ['journal'],
  'node-fetch': ['service', 'cli'],
  nodemailer: ['service'],
  'prom-client': ['service'],
  pino: ['service'],
  pdfkit: ['report'],
  re2js: ['sigma'],
  'js-yaml': ['sigma'],
  yaml: ['config', 'sigma', 'content', 'cli'],
}

const forbidden: readonly (readonly [string, RegExp])[] = [
  ['the clock', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bprocess\.hrtime/],
  ['the environment', /\bprocess\.env\b|\bprocess\.argv\b/],
  ['randomness', /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/],
  ['a timer', /\bset(Timeout|Interval|Immediate)\(/],
  ['the console', /\bconsole\./],
]
const quietModules = new Set(['node:crypto', 'node:net', 'node:zlib', 'node:buffer', 'node:util'])

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, room: file.split('/')[0] ?? '', text: readFileSync(join(src, file), 'utf8') }))

describe('rooms', () => {
  test('there are rooms to look at', () => {
    expect(files.length).toBeGreaterThan(30)
  })

  test.each(files)('$file imports only what its room may see', ({ file, room, text }) => {
    const wrong = importsOf(text).flatMap((target) => {
      if (target.startsWith('.')) {
        const other = relative(src, resolve(dirname(join(src, file)), target)).split('/')[0] ?? ''
        const allowed = arrows[room]
        return other === room || allowed === undefined || allowed.includes(other) ? [] : [`${room} imports ${other}`]
      }
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '')
      if (name.startsWith('node:'))
        return pure.includes(room) && !quietModules.has(name) ? [`${room} imports ${name}`] : []
      const owner = owners[name]
      return owner === undefined || !owner.includes(room) ? [`${room} imports the package ${name}`] : []
    })
    expect(wrong).toEqual([])
  })

  test.each(files.filter(({ room }) => pure.includes(room) || ground.includes(room)))(
    '$file takes values and gives values',
    ({ text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      expect(forbidden.filter(([, pattern]) => pattern.test(code)).map(([what]) => what)).toEqual([])
    },
  )

  test.each(files)('$file tells one story in at most 250 lines, and says which in its first', ({ text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(251)
    expect(text.replace(/^#!.*\n/, '')).toMatch(/^(\/\/|\/\*)/)
  })
})

function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
  )
  return [...statements].flatMap((found) => found[1] ?? found[2] ?? found[3] ?? [])
}
