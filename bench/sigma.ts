// `npm run bench:sigma [-- RULES] [-- --beside]`: events a second through the matcher and the correlator, beside JSON.parse.
// `--beside` builds the Rust engines of `bench/beside` with cargo and runs them over the same rules and events, in turn.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { newCorrelator } from '../src/correlate/correlator.ts'
import { planCorrelations } from '../src/correlate/plan.ts'
import type { JsonObject } from '../src/lib/json.ts'
import { compileRules, type Matcher } from '../src/sigma/compile.ts'
import { glanceOf } from '../src/sigma/glance.ts'
import { parseRules } from '../src/sigma/parse.ts'
import { cloudTrailEvent, linuxEvent, windowsEvent } from './sigma-events.ts'

const root = resolve(import.meta.dirname, '..')
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { beside: { type: 'boolean' }, 'sigma-rust': { type: 'boolean' } },
})
const folder =
  positionals[0] ?? [join(root, '../shared/reference/sigma-corpus'), join(root, 'detections')].find(existsSync) ?? root
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const perSecond = (count: number, ms: number): string => `${Math.round((count / ms) * 1_000).toLocaleString('en')}/s`

const files = (
  statSync(folder).isFile()
    ? [folder]
    : readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))
).filter((file) => /\.ya?ml$/.test(file) && !/\.test\.ya?ml$/.test(file))
const documents = files
  .flatMap((file) => readFileSync(file, 'utf8').split(/^---$/m))
  .filter((text) => /^detection:/m.test(text))
const chosen = (wanted: (text: string) => boolean): readonly string[] => documents.filter(wanted)

const cloudTrail = Array.from({ length: 20_000 }, cloudTrailEvent)
const mixed = Array.from(
  { length: 20_000 },
  (_, index) => [cloudTrailEvent, windowsEvent, linuxEvent][index % 3]?.() ?? {},
)

say(`rules: ${folder}`)
parsing('CloudTrail', cloudTrail)
parsing('mixed', mixed)
matching(
  'AWS rules, CloudTrail',
  chosen((text) => /^\s+product: aws$/m.test(text)),
  cloudTrail,
)
matching(
  'cloud rules, CloudTrail',
  chosen((text) => /^\s+product: (aws|azure|gcp|okta|github|m365|bitbucket|onelogin)$/m.test(text)),
  cloudTrail,
)
matching('all rules, CloudTrail', documents, cloudTrail)
matching('all rules, mixed', documents, mixed)
correlating()

function parsing(name: string, events: readonly JsonObject[]): void {
  const texts = events.map((event) => JSON.stringify(event))
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  const ms = best(3, () => texts.forEach((text) => void JSON.parse(text)))
  say(`JSON.parse, ${name} (${Math.round(bytes)} bytes): ${perSecond(texts.length, ms)}`)
}

function matching(name: string, texts: readonly string[], events: readonly JsonObject[]): void {
  if (texts.length === 0) return
  const begun = spent()
  const matcher = compileRules(parseRules(texts.join('\n---\n'), 'rules.yml'), { raw: true })
  matcher.match({}, [])
  const ready = spent() - begun
  const lines = events.map((event) => Buffer.from(JSON.stringify(event)))
  const glance = glanceOf(matcher)
  const fromText = (): void => {
    for (const line of lines) if (!glance || glance(line)) matcher.match(JSON.parse(line.toString()), [])
  }
  const other = options.beside ? besideOf(texts, events) : undefined
  let [parsed, text] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const theirs: Beside[] = []
  // In turn, so that what else runs on the machine troubles all of them alike.
  for (let round = 0; round < (other ? 3 : 1); round += 1) {
    parsed = Math.min(
      parsed,
      best(5, () => run(matcher, events)),
    )
    text = Math.min(text, best(5, fromText))
    theirs.push(...(other?.run() ?? []))
  }
  const few = events.slice(0, 500)
  const scanned = best(1, () => few.forEach((event) => void matcher.scan(event, [])))
  say(
    `${name}: ${matcher.rules.length} rules ready in ${Math.round(ready)} ms; ${perSecond(events.length, parsed)} parsed, ${perSecond(lines.length, text)} from text${glance ? ' by a glance' : ''} (full scan ${perSecond(few.length, scanned)}), ${run(matcher, events)} matches, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
  )
  for (const engine of ['rsigma-eval', 'sigma-rust']) {
    const all = theirs.filter((one) => one.engine.startsWith(engine))
    if (all.length === 0) continue
    const [most, mostText] = [Math.max(...all.map((one) => one.parsed)), Math.max(...all.map((one) => one.text ?? 0))]
    const ratio = (ms: number, rate: number): string =>
      rate === 0 ? '' : ` (ratio ${(events.length / ms / (rate / 1_000)).toFixed(2)})`
    say(
      `  ${engine}, the best of its ways: ${perSecond(most, 1_000)} parsed${ratio(parsed, most)}, ${perSecond(mostText, 1_000)} from text${ratio(text, mostText)}; ${all[0]?.rules} rules, ${all[0]?.matches} matches`,
    )
  }
  other?.end()
}

function run(matcher: Matcher, events: readonly JsonObject[]): number {
  let matches = 0
  for (const event of events) matches += matcher.match(event, []).length
  return matches
}

/** Milliseconds of processor time, helper threads included: what else runs on the machine does not count. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function best(rounds: number, work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const begun = spent()
    work()
    least = Math.min(least, spent() - begun)
  }
  return least
}

interface Beside {
  readonly engine: string
  readonly rules: number
  /** Events a second. */
  readonly parsed: number
  readonly text?: number
  readonly matches: number
}

/** The Rust engines over these rules and events. */
function besideOf(texts: readonly string[], events: readonly JsonObject[]) {
  const target = join(tmpdir(), 'lastcopy-beside')
  const manifest = join(root, 'bench/beside/Cargo.toml')
  const cargo = ['build', '--release', '--quiet', '--locked', '--manifest-path', manifest, '--target-dir', target]
  if (spawnSync('cargo', cargo, { stdio: 'inherit' }).status !== 0)
    throw new Error('cargo could not build bench/beside')
  const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-bench-'))
  const files = [join(scratch, 'rules.yml'), join(scratch, 'events.ndjson')] as const
  writeFileSync(files[0], texts.join('\n---\n'))
  writeFileSync(files[1], events.map((event) => JSON.stringify(event)).join('\n'))
  return {
    run(): readonly Beside[] {
      const args = [...files, ...(options['sigma-rust'] ? ['--sigma-rust'] : [])]
      const { stdout, stderr } = spawnSync(join(target, 'release/beside'), args, { encoding: 'utf8' })
      if (stdout === '') throw new Error(stderr)
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Beside)
    },
    end: (): void => rmSync(scratch, { recursive: true }),
  }
}

/** A chain of two steps over a million groups, the second step for one in ten. */
function correlating(): void {
  const rule = (name: string): string =>
    `title: ${name}\nid: ${name}\nname: ${name}\nlogsource: {product: x}\ndetection:\n  s: {is: ${name}}\n  condition: s\n`
  const chain =
    'title: chain\nid: chain\ncorrelation:\n  type: temporal_ordered\n  rules: [a, b]\n  group-by: [u]\n  timespan: 30d\n'
  const parsed = parseRules([rule('a'), rule('b'), chain].join('---\n'), 'bench.yml')
  const correlator = newCorrelator<number>(planCorrelations(parsed.correlations, parsed.rules))
  const [a, b] = parsed.rules
  if (!a || !b) return
  const groups = 1_000_000
  const before = process.memoryUsage().rss
  let fired = 0
  const begun = spent()
  for (let id = 0; id < groups; id += 1)
    fired += correlator.match(a.meta, { id, at: id, read: () => [`key ${id}`] }).length
  for (let id = 0; id < groups / 10; id += 1)
    fired += correlator.match(b.meta, { id: groups + id, at: groups + id, read: () => [`key ${id}`] }).length
  const ms = spent() - begun
  const { groups: open } = correlator.stats
  const memory = Math.round((process.memoryUsage().rss - before) / 2 ** 20)
  say(
    `correlation: ${perSecond(1.1 * groups, ms)} matches, ${open.toLocaleString('en')} open groups in ${memory} MB, ${fired} fired`,
  )
}
