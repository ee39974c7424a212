// `lastcopy state export` and `import`: all that Lastcopy knows in one file, and from it into an empty journal. Everything else follows.
import { existsSync } from 'node:fs'
import { recordFormat } from '../../journal/format.ts'
import { TransferError, transferForm } from '../../journal/transfer.ts'
import type { Config, KafkaConfig } from '../../model/config.ts'
import { messageOf } from '../../service/supervise.ts'
import { version } from '../../service/version.ts'
import { StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import type { Io } from '../io.ts'
import { type Header, linesOf, type Summary, verifyExport, writeExport } from './file.ts'

/** @returns the exit code */
export async function exportState(path: string, config: string | undefined, io: Io): Promise<number> {
  const read = await readConfig(config, io)
  if (!read) return 2
  const header: Header = {
    type: 'lastcopy-journal',
    form: transferForm,
    format: recordFormat,
    journal: read.journal.kind,
    version: version(),
    site: read.site,
    at: new Date().toISOString(),
  }
  return telling(async () => {
    const written = await withLines(read, (lines) => writeExport(path, header, lines))
    await io.json({ file: path, ...written })
    io.say(
      `${written.lines} lines in ${path}: it holds records, accounts and everything that is remembered; keep it as you keep those`,
    )
  })
}

async function withLines(config: Config, write: (lines: Parameters<typeof writeExport>[2]) => Promise<Summary>) {
  if (config.journal.kind === 'sqlite') {
    const { exportSqlite } = await import('../../journal/sqlite/transfer.ts')
    return write(exportSqlite(config.journal.path))
  }
  const { exportKafka } = await import('../../journal/kafka/export.ts')
  return atBrokers(config, ({ admin, kafka, ground }) => write(exportKafka(admin, kafka, ground.names)))
}

/** @returns the exit code */
export async function importState(path: string, config: string | undefined, io: Io): Promise<number> {
  if (!existsSync(path)) throw new UsageError(`${path} is not there`)
  const read = await readConfig(config, io)
  if (!read) return 2
  return telling(async () => {
    const { header, lines, sha256 } = await verifyExport(path)
    if (header.journal !== read.journal.kind)
      throw new TransferError(
        `${path} comes from a journal in ${names[header.journal]}, and this one is in ${names[read.journal.kind]}: to move, run both for a while, or feed the history in with \`lastcopy learn\``,
      )
    io.say(`${path}: ${lines} lines of site ${header.site}, written ${header.at} by ${header.version}, whole`)
    const left = await fill(read, path)
    for (const topic of left)
      io.say(
        `! ${topic}: the place to read on is not in this topic, so it is read from its beginning; what was seen before counts once`,
      )
    await io.json({ file: path, lines, sha256, at: header.at })
    io.say('imported; the alert store is filled from it when the service starts on an empty one')
  })
}

/** @returns raw topics that are read from their beginning */
async function fill(config: Config, path: string): Promise<readonly string[]> {
  if (config.journal.kind === 'sqlite') {
    const { importSqlite } = await import('../../journal/sqlite/transfer.ts')
    await importSqlite(config.journal.path, linesOf(path))
    return []
  }
  const { importKafka } = await import('../../journal/kafka/import.ts')
  return atBrokers(config, async (parts) => (await importKafka(parts, linesOf(path))).left)
}

const names = { sqlite: 'SQLite', kafka: 'Kafka' } as const

type Parts = Parameters<typeof import('../../journal/kafka/import.ts').importKafka>[0]

async function atBrokers<T>(config: Config, work: (parts: Parts) => Promise<T>): Promise<T> {
  const { withAdmin } = await import('../../journal/kafka/admin.ts')
  const { groundOf } = await import('../../journal/kafka/ground.ts')
  const ground = groundOf(config)
  if (!ground) throw new StopError('a journal in Kafka needs brokers')
  return withAdmin(config.kafka as KafkaConfig, (admin, kafka) => work({ admin, kafka, ground }))
}

/** What is in the way is told in a line. */
async function telling(work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 0
  } catch (cause) {
    throw cause instanceof StopError ? cause : new StopError(messageOf(cause))
  }
}
