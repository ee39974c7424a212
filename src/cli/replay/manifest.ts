// The manifest of a replay: which files, read by which sources.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isObject } from '../../lib/json.ts'
import type { Source } from '../../model/source.ts'
import type { ReplayFile } from '../../pipeline/replay.ts'
import { UsageError } from '../command.ts'
import { readLines } from '../lines.ts'

/** The names of the sources that a manifest asks for, as far as it can be read. */
export const sourcesAsked = (path: string): readonly string[] =>
  recordsOf(path).flatMap((record) => (isObject(record) && typeof record.source === 'string' ? [record.source] : []))

/**
 * The files of a manifest `{"records":[{"source":"aws.cloudtrail","file":"x.ndjson"}, …]}`, relative to it. A file whose
 * stamps have no year may say `"received":"2026-03-31T00:00:00Z"`: no record of it lies after that; without it, now.
 * @throws UsageError naming what is wrong and where
 */
export async function readManifest(
  path: string,
  sources: ReadonlyMap<string, Source>,
  stdin: NodeJS.ReadableStream,
): Promise<readonly ReplayFile[]> {
  const records = recordsOf(path)
  const folder = dirname(resolve(path))
  return Promise.all(
    records.map(async (record, index) => {
      const place = `${path}: records[${index}]`
      if (!isObject(record) || typeof record.source !== 'string' || typeof record.file !== 'string') {
        throw new UsageError(`${place} needs a "source" and a "file", both text`)
      }
      const source = sources.get(record.source)
      if (!source)
        throw new UsageError(
          `${place}: there is no source "${record.source}"; known: ${[...sources.keys()].join(', ')}`,
        )
      const file = resolve(folder, record.file)
      if (!existsSync(file)) throw new UsageError(`${place}: ${record.file} is not there`)
      const before = record.received === undefined ? Date.now() : Date.parse(String(record.received))
      if (Number.isNaN(before)) throw new UsageError(`${place}: "received" is no ISO time`)
      return { source, name: record.file, before, lines: numbered(file, stdin) }
    }),
  )
}

function recordsOf(path: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${(cause as Error).message}`)
  }
  const records = isObject(value) ? value.records : undefined
  if (!Array.isArray(records)) throw new UsageError(`${path} is no manifest: it needs a list "records"`)
  return records
}

/** Lines from 1; an empty line is no record. */
async function* numbered(file: string, stdin: NodeJS.ReadableStream) {
  for await (const { number, bytes } of readLines(file, stdin)) {
    if (bytes.length > 0) yield { number: number + 1, bytes }
  }
}
