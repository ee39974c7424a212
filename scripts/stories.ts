// Writes the ordinary stories of samples/stories, and beside every story what a replay of it must tell: `expected.json`.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tellDuration } from '../src/lib/duration.ts'
import { quietDays } from '../test/stories/acts.ts'
import { threeConsoles } from '../test/stories/consoles.ts'
import { expectationOf, storiesFolder } from '../test/stories/expectation.ts'
import { ordinary } from '../test/stories/ordinary.ts'
import { peace } from '../test/stories/peace/all.ts'
import { type Played, play, type Sequence } from '../test/stories/sequence.ts'
import { sequences } from '../test/stories/sequences/all.ts'
import { inOrder } from '../test/stories/tell.ts'
import { attack, ordinaryDays } from '../test/stories/veeam.ts'
import { filesOf, type Line, sorted } from '../test/stories/vendors/line.ts'

const samples: Readonly<Record<string, readonly string[]>> = {
  'ordinary-month': [
    'infrastructure as code applies the same lifecycle every night',
    'the backup service deletes what expired',
    'the lifecycle manager deletes old snapshots',
    'a backup product writes and prunes its chain',
    'scratch of a pipeline, made and gone every night',
    'applications that delete and deploy all day',
    'keys rotated by the provider, switched on by people',
    'a bucket policy hardened while the product goes on',
  ],
  'failover-exercise': [
    'a failover exercise: replication reversed and brought back',
    'a restore test that cleans up after itself',
    'a break-glass session that only looks',
  ],
  'house-moving': [
    'a new bucket, vault and plan set up by a pipeline',
    'a plan replaced under the same vault by a pipeline',
    'a trail replaced by a new one that runs first',
    'a new colleague gets to look',
  ],
}

for (const [name, parts] of Object.entries(samples)) {
  const folder = join(storiesFolder, name)
  const records = inOrder([...quietDays(-20, 30), ...parts.flatMap((part) => ordinary[part] ?? [])])
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'cloudtrail.ndjson'), `${records.map((record) => JSON.stringify(record)).join('\n')}\n`)
  const manifest = { records: [{ source: 'aws.cloudtrail', file: 'cloudtrail.ndjson' }] }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
const veeam = { 'veeam-month': ordinaryDays(30), 'veeam-attack': [...ordinaryDays(40), ...attack] }
for (const [name, told] of Object.entries(veeam)) {
  const folder = join(storiesFolder, name)
  const lines = [...told].sort((one, other) => one.at - other.at).map(({ line }) => line)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'veeam.log'), `${lines.join('\n')}\n`)
  const manifest = { records: [{ source: 'veeam.vbr', file: 'veeam.log' }] }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
const weeks = 21 * 86_400_000
write('three-consoles', threeConsoles(weeks))
for (const sequence of sequences) {
  const { lines, times, start } = play(sequence, 0.5)
  write(sequence.name, lines)
  writeFileSync(join(storiesFolder, sequence.name, 'README.md'), readmeOf(sequence, times, start))
}
for (const { name, title, about, lines } of peace) {
  write(name, sorted(lines))
  writeFileSync(
    join(storiesFolder, name, 'README.md'),
    paragraphs(`# ${title}`, `${about} Nobody is woken.`, howTo(name)),
  )
}
for (const name of readdirSync(storiesFolder)) {
  const expected = await expectationOf(name)
  writeFileSync(join(storiesFolder, name, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`)
}

/** A file a source, each in its order, and the manifest that names them. */
function write(name: string, lines: readonly Line[]): void {
  const folder = join(storiesFolder, name)
  mkdirSync(folder, { recursive: true })
  const files = Object.entries(filesOf(lines))
  for (const [source, told] of files)
    writeFileSync(join(folder, `${source}.log`), `${told.map(({ text }) => text).join('\n')}\n`)
  const manifest = { records: files.map(([source]) => ({ source, file: `${source}.log` })) }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** What happens when, and by when somebody is woken. */
function readmeOf({ name, title, about, steps, by }: Sequence, times: Played['times'], start: number): string {
  const rows = steps.map(({ name: step, tells }) => {
    const since = (times[step]?.[0] ?? start) - start
    return `| ${since === 0 ? '0' : tellDuration(since)} | ${tells}${step === by ? ' **Somebody is awake by now.**' : ''} |`
  })
  return paragraphs(
    `# ${title}`,
    about,
    ['| Since the first step | What happens |', '|---|---|', ...rows].join('\n'),
    howTo(name),
  )
}
function howTo(name: string): string {
  return `    bin/lastcopy replay samples/stories/${name}/manifest.json`
}
function paragraphs(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}
