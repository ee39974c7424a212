// `node bench/sigma-cli.ts RSIGMA [RULES]`: `lastcopy match` and the command line of rsigma over the same files, on one core.
// RSIGMA is the program, as `cargo install rsigma@0.23.0` makes it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cloudTrailEvent, linuxEvent, windowsEvent } from './sigma-events.ts'

const root = resolve(import.meta.dirname, '..')
const [rsigma, folder = join(root, '../shared/reference/sigma-corpus')] = process.argv.slice(2)
if (rsigma === undefined || !existsSync(rsigma) || !existsSync(folder)) {
  process.stderr.write('node bench/sigma-cli.ts RSIGMA [RULES]: a program and a folder of rules\n')
  process.exit(2)
}

const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ya?ml$/.test(file))
  .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^---$/m))
  .filter((text) => /^detection:/m.test(text))
const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-bench-'))
const events = (name: string, count: number, make: (index: number) => object): string => {
  const file = join(scratch, `${name}.ndjson`)
  writeFileSync(file, Array.from({ length: count }, (_, index) => `${JSON.stringify(make(index))}\n`).join(''))
  return file
}
const cloudTrail = events('cloudtrail', 200_000, cloudTrailEvent)
const mixed = events('mixed', 100_000, (index) => [cloudTrailEvent, windowsEvent, linuxEvent][index % 3]?.() ?? {})
const clouds = /^\s+product: (aws|azure|gcp|okta|github|m365|bitbucket|onelogin)$/m

compare('AWS rules, 200,000 lines of CloudTrail', (text) => /^\s+product: aws$/m.test(text), cloudTrail)
compare('cloud rules, 200,000 lines of CloudTrail', (text) => clouds.test(text), cloudTrail)
compare('all rules, 100,000 mixed lines', () => true, mixed)
rmSync(scratch, { recursive: true })

function compare(name: string, wanted: (text: string) => boolean, file: string): void {
  const rules = join(scratch, name.replace(/\W+/g, '-'))
  mkdirSync(rules)
  writeFileSync(join(rules, 'rules.yml'), documents.filter(wanted).join('\n---\n'))
  const ours = [join(root, 'bin/lastcopy'), 'match', '--raw', '--rules', rules, '--events', file]
  const theirs = [rsigma ?? '', 'engine', 'eval', '-r', rules, '-e', `@${file}`]
  // In turn, three times, and the best of each counts.
  const runs = [0, 1, 2].map(() => ({ ours: timed(ours), theirs: timed(theirs) }))
  const best = (of: 'ours' | 'theirs'): number => Math.min(...runs.map((run) => run[of].seconds))
  const [run] = runs
  process.stdout.write(
    `${name}: ours ${best('ours').toFixed(2)} s, rsigma ${best('theirs').toFixed(2)} s of processor time (ratio ${(best('theirs') / best('ours')).toFixed(2)}); ${run?.ours.matches} and ${run?.theirs.matches} matches\n`,
  )
}

/** Processor time of the whole process, its start included. */
function timed(command: readonly string[]): { readonly seconds: number; readonly matches: number } {
  const words = command.map((word) => `'${word}'`).join(' ')
  const script = `TIMEFORMAT='%U %S'; time taskset -c 1 ${words} 2>/dev/null | wc -l`
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number)
  return { seconds: user + system, matches: Number(stdout) }
}
