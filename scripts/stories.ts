// Writes the ordinary stories of samples/stories, and beside every story what a replay of it must tell: `expected.json`.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quietDays } from '../test/stories/acts.ts'
import { threeConsoles } from '../test/stories/consoles.ts'
import { expectationOf, storiesFolder } from '../test/stories/expectation.ts'
import { ordinary } from '../test/stories/ordinary.ts'
import { inOrder } from '../test/stories/tell.ts'
import { attack, ordinaryDays } from '../test/stories/veeam.ts'

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
const consoles = Object.keys(threeConsoles(0))
const fileOf = (source: string): string => `${source}.log`
const weeks = 21 * 86_400_000
for (const [source, records] of Object.entries(threeConsoles(weeks))) {
  const folder = join(storiesFolder, 'three-consoles')
  const lines = [...records].map((record) => (typeof record === 'string' ? record : JSON.stringify(record)))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, fileOf(source)), `${lines.join('\n')}\n`)
  const manifest = { records: consoles.map((name) => ({ source: name, file: fileOf(name) })) }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
for (const name of readdirSync(storiesFolder)) {
  const expected = await expectationOf(name)
  writeFileSync(join(storiesFolder, name, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`)
}
