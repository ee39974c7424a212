// Files that grow, rotate and vanish, with a reader that runs or does not: each line once, in its order.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tailFiles } from '../../src/intake/files.ts'
import { type FileIntake, shippedHeader } from '../../src/model/intake.ts'
import type { StageHandle } from '../../src/model/journal.ts'
import { until } from '../support/until.ts'
import { type IntakePlace, intakePlace } from './place.ts'

let place: IntakePlace
let handle: StageHandle | undefined
let folder: string
let counter: number

beforeEach(async () => {
  place = await intakePlace()
  folder = join(place.folder, 'logs')
  mkdirSync(folder)
  counter = 0
})
afterEach(async () => {
  await handle?.stop()
  handle = undefined
  await place.clean()
})

const path = (name: string): string => join(folder, name)
const start = async (more: Partial<FileIntake> = {}, most = 1_000): Promise<void> => {
  const usual = { name: 'logs', source: 'samba.audit', begin: 'start', format: 'lines' } as const
  handle = await tailFiles({ ...usual, paths: [path('audit.log')], ...more }, { ...place.parts, most, every: 10 })
}
const stop = async (): Promise<void> => {
  await handle?.stop()
  handle = undefined
}
/** Lines with numbers that go on. */
const lines = (count: number): string =>
  Array.from({ length: count }, () => {
    counter += 1
    return `line ${counter} ${'.'.repeat(counter % 90)}\n`
  }).join('')
const write = (count: number, name = 'audit.log'): void => appendFileSync(path(name), lines(count))
/** Waits until all that was written is taken, and sees that each came once and in its order. */
const complete = async (): Promise<void> => {
  const seen = await until(
    () => place.texts('audit.samba'),
    ({ length }) => length >= counter,
  )
  expect(seen.map((text) => Number(text.split(' ')[1]))).toEqual(Array.from({ length: counter }, (_, at) => at + 1))
}
/** Long ago, so that nobody may still be writing. */
const rest = (name: string): void => utimesSync(path(name), new Date(0), new Date(0))

/** What rotation does to the files of one name. */
const rename = (): void => {
  for (const number of [3, 2, 1]) renameOr(`audit.log.${number}`, `audit.log.${number + 1}`)
  renameSync(path('audit.log'), path('audit.log.1'))
}
const renameOr = (from: string, to: string): void => {
  try {
    renameSync(path(from), path(to))
  } catch {
    // Not there yet.
  }
}
const copyTruncate = (): void => {
  for (const number of [3, 2, 1]) renameOr(`audit.log.${number}`, `audit.log.${number + 1}`)
  copyFileSync(path('audit.log'), path('audit.log.1'))
  truncateSync(path('audit.log'))
}
const zip = (name: string, content: string): void => {
  writeFileSync(path(`${name}.gz`), gzipSync(content))
  rmSync(path(name))
}

describe('a file that grows', () => {
  test('is read as it grows; a line that has no end yet is waited for', async () => {
    await start()
    write(3)
    await complete()
    appendFileSync(path('audit.log'), 'line 4')
    appendFileSync(path('audit.log'), ' and its end\n')
    counter += 1
    write(2)
    await complete()
    const [record] = await place.records('audit.samba')
    expect(JSON.parse(record?.headers[shippedHeader] ?? '')).toEqual({
      via: 'file',
      intake: 'logs',
      from: path('audit.log'),
    })
  })

  test('is read on where it was, however often the reader stops', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      write(500)
      await start()
      write(500)
      if (turn % 2) await complete()
      await stop()
      place = await place.reopen()
    }
    await start()
    await complete()
  })

  test('a last line without an end is taken when the file rests', async () => {
    appendFileSync(path('audit.log'), 'line 1')
    counter = 1
    rest('audit.log')
    await start()
    await complete()
  })

  test('a line that is too long goes to the dead letters, and the next is read', async () => {
    await start()
    write(1)
    appendFileSync(path('audit.log'), `${'x'.repeat(5_000)}\n`)
    write(1)
    await complete()
    expect(await place.letters()).toMatchObject([
      { reason: expect.stringMatching('5000 bytes'), shipped: { via: 'file' } },
    ])
  })

  test('a journal that refuses is waited for', async () => {
    await start()
    write(1)
    await complete()
    await place.journal.close()
    write(100)
    await until(
      async () => (await handle?.lag())?.[0]?.trouble,
      (trouble) => trouble !== undefined,
    )
    await place.journal.open()
    await complete()
  })

  test('where a new reader begins at the end, only what comes is read', async () => {
    appendFileSync(path('audit.log'), 'before\n')
    writeFileSync(path('audit.log.1.gz'), gzipSync('long before\n'))
    await start({ begin: 'end', paths: [path('audit.log*')] })
    await until(
      () => place.journal.marks('file/logs/'),
      ({ length }) => length === 3,
    )
    write(2)
    await complete()
    await stop()
    place = await place.reopen()
    write(1)
    await start({ begin: 'end', paths: [path('audit.log*')] })
    write(1, 'audit.log.new')
    await complete()
  })
})

describe.each([
  ['renamed', rename],
  ['copied and cut off', copyTruncate],
])('rotation, %s', (_, rotate) => {
  test('while it is read', async () => {
    await start()
    for (let turn = 0; turn < 4; turn += 1) {
      write(50)
      await complete()
      rotate()
    }
    write(50)
    await complete()
    expect(place.troubles.size).toBe(0)
  })

  test('while nobody reads, with a rest that was not read', async () => {
    write(50)
    await start()
    await complete()
    await stop()
    write(50)
    rotate()
    write(50)
    await start()
    await complete()
  })

  test('twice while nobody reads', async () => {
    write(50)
    await start()
    await complete()
    await stop()
    for (let turn = 0; turn < 2; turn += 1) {
      write(50)
      rotate()
    }
    write(50)
    place = await place.reopen()
    await start()
    await complete()
  })

  test('and zipped while nobody reads, after it was read in part', async () => {
    const before = lines(50)
    appendFileSync(path('audit.log'), before)
    await start()
    await complete()
    await stop()
    const after = lines(50)
    appendFileSync(path('audit.log'), after)
    rotate()
    zip('audit.log.1', before + after)
    write(50)
    await start()
    await complete()
  })

  test('and zipped while it is read', async () => {
    const content = lines(50)
    appendFileSync(path('audit.log'), content)
    await start()
    await complete()
    rotate()
    write(1)
    await complete()
    zip('audit.log.1', content)
    write(50)
    await complete()
    await stop()
    place = await place.reopen()
    await start()
    write(50)
    await complete()
  })

  test('where the pattern names what rotation leaves as well', async () => {
    await start({ paths: [path('*')] })
    for (let turn = 0; turn < 3; turn += 1) {
      write(50)
      await complete()
      rotate()
    }
    write(50)
    await complete()
  })
})

describe('which file is which', () => {
  test('files that begin alike are told apart', async () => {
    const banner = `${'# a banner that every file begins with'.padEnd(2_000, '.')}\n`
    const first = `${banner}line 1\n`
    writeFileSync(path('audit.log'), first)
    await start({}, 10_000)
    await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === 2,
    )
    await stop()
    rename()
    writeFileSync(path('audit.log'), `${banner}line 2\n`)
    await start({}, 10_000)
    const seen = await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === 4,
    )
    expect(seen.filter((text) => text.startsWith('line'))).toEqual(['line 1', 'line 2'])
  })

  test('what rotation left before the reader first ran is of no concern', async () => {
    writeFileSync(path('audit.log.1'), 'old\n')
    rest('audit.log.1')
    write(2)
    await start()
    await complete()
  })

  test('a file that is cut off unread is told', async () => {
    write(200)
    await start()
    await complete()
    await stop()
    write(200)
    const unread = counter
    await place.journal.close()
    await start()
    await new Promise((go) => setImmediate(go))
    await stop()
    await place.journal.open()
    expect(unread).toBe(400)
    truncateSync(path('audit.log'))
    appendFileSync(path('audit.log'), 'line 401\n')
    await start()
    const seen = await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === 201,
    )
    expect(seen.at(-1)).toBe('line 401')
  })

  test('a file that is moved elsewhere and back is not read again', async () => {
    write(50)
    await start()
    await complete()
    await stop()
    copyFileSync(path('audit.log'), path('other'))
    rmSync(path('audit.log'))
    copyFileSync(path('other'), path('audit.log'))
    write(10)
    await start()
    await complete()
  })
})

describe('folders', () => {
  const drop = (name: string, content: string): void => writeFileSync(path(name), gzipSync(content))

  test('zipped files are read as they come, each once', async () => {
    await start({ paths: [join(folder, '**/*.gz')] })
    for (const [file, count] of [3_000, 10, 20, 1].entries()) drop(`${file}.gz`, lines(count))
    await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === counter,
    )
    await stop()
    place = await place.reopen()
    await start({ paths: [join(folder, '**/*.gz')] })
    drop('6.gz', lines(1))
    const seen = await until(
      () => place.texts('audit.samba'),
      ({ length }) => length >= counter,
    )
    expect(new Set(seen).size).toBe(counter)
    expect(seen).toHaveLength(counter)
  })

  test('JSON over lines and in lists', async () => {
    await start({ paths: [path('*.json')], format: 'json' })
    writeFileSync(path('a.json'), '[\n {"line": 1},\n {"line": 2}\n]\n')
    const seen = await until(
      () => place.texts('audit.samba'),
      ({ length }) => length === 2,
    )
    expect(seen).toEqual(['{"line": 1}', '{"line": 2}'])
  })

  test('a zipped file that is damaged is told when it rests, and holds no other up', async () => {
    const content = gzipSync(lines(2_000))
    writeFileSync(path('a.gz'), content.subarray(0, content.length / 2))
    rest('a.gz')
    drop('b.gz', 'another\n')
    await start({ paths: [path('*.gz')] })
    const [letter] = await until(place.letters, ({ length }) => length === 1)
    expect(letter?.reason).toMatch(/a\.gz is damaged or ends too early behind \d+ bytes of its content/)
    const seen = await until(
      () => place.texts('audit.samba'),
      (texts) => texts.includes('another'),
    )
    expect(seen[0]).toMatch(/^line 1 /)
    await stop()
    await start({ paths: [path('*.gz')] })
    drop('c.gz', 'last\n')
    await until(
      () => place.texts('audit.samba'),
      (texts) => texts.includes('last'),
    )
    expect(await place.letters()).toHaveLength(1)
  })

  test('a zipped file that is still being written is read to its end when it is whole', async () => {
    const content = gzipSync(lines(2_000))
    writeFileSync(path('a.gz'), content.subarray(0, content.length / 2))
    await start({ paths: [path('*.gz')] })
    await until(
      () => place.texts('audit.samba'),
      ({ length }) => length > 0,
    )
    appendFileSync(path('a.gz'), content.subarray(content.length / 2))
    await complete()
    expect(await place.letters()).toEqual([])
  })
})
