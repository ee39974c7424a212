// Files through any sequence of writing, rotation, zipping and stops of the reader: each line once, in its order.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tailFiles } from '../../src/intake/files.ts'
import type { StageHandle } from '../../src/model/journal.ts'
import { until } from '../support/until.ts'
import { intakePlace } from './place.ts'

const runs = Number(process.env.LASTCOPY_RUNS ?? 6)

const acts = ['write', 'write', 'rename', 'copy', 'zip', 'stop', 'start', 'settle'] as const
type Act = (typeof acts)[number]

async function play(script: readonly (readonly [Act, number])[], pattern: string): Promise<void> {
  let place = await intakePlace()
  const folder = join(place.folder, 'logs')
  mkdirSync(folder)
  const file = join(folder, 'audit.log')
  let handle: StageHandle | undefined
  let written = 0
  const shift = (): void => {
    for (let number = 20; number >= 1; number -= 1)
      for (const end of ['', '.gz'])
        if (existsSync(`${file}.${number}${end}`)) renameSync(`${file}.${number}${end}`, `${file}.${number + 1}${end}`)
  }
  const settle = async (): Promise<void> => {
    await until(
      () => place.texts('audit.samba'),
      ({ length }) => length >= written,
    )
  }
  const perform: Readonly<Record<Act, (size: number) => Promise<void> | void>> = {
    write(size) {
      const lines = Array.from({ length: size }, (_, at) => `line ${written + at + 1} ${'.'.repeat(size * 7)}\n`)
      written += size
      appendFileSync(file, lines.join(''))
    },
    rename() {
      if (!existsSync(file)) return
      shift()
      renameSync(file, `${file}.1`)
    },
    copy() {
      if (!existsSync(file)) return
      shift()
      copyFileSync(file, `${file}.1`)
      truncateSync(file)
    },
    zip() {
      const name = [2, 1].map((number) => `${file}.${number}`).find((one) => existsSync(one))
      if (name === undefined) return
      writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)))
      // As exact as gzip itself does it: lines of one run are nanoseconds apart.
      spawnSync('touch', ['-r', name, `${name}.gz`])
      rmSync(name)
    },
    async stop() {
      if (!handle) return
      await handle.stop()
      handle = undefined
      place = await place.reopen()
    },
    async start() {
      const config = { name: 'logs', source: 'samba.audit', begin: 'start', format: 'lines' } as const
      handle ??= await tailFiles(
        { ...config, paths: [join(folder, pattern)] },
        { ...place.parts, most: 9_000, every: 5 },
      )
    },
    settle: () => (handle ? settle() : undefined),
  }
  try {
    await perform.start(0)
    await until(
      () => place.journal.marks('file/logs/'),
      ({ length }) => length > 0,
    )
    for (const [act, size] of script) await perform[act](size)
    await perform.start(0)
    await settle()
    const numbers = (await place.texts('audit.samba')).map((text) => Number(text.split(' ')[1]))
    // What is copied and cut between a look and the read after it is found a look later, behind what took its place.
    if (script.some(([act]) => act === 'copy')) numbers.sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: written }, (_, at) => at + 1))
  } finally {
    await handle?.stop()
    await place.clean()
  }
}

test.each(['audit.log', 'audit.log*'])('the pattern %s', async (pattern) => {
  const script = fc.array(fc.tuple(fc.constantFrom(...acts), fc.integer({ min: 1, max: 40 })), { maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(script, (given) => play(given, pattern)),
    { numRuns: runs },
  )
})
