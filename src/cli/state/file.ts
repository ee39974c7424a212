// An export as a file: a header, the journal's lines, and an end with their number and a hash over every byte before it.
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { recordFormat } from '../../journal/format.ts'
import { isTransferLine, TransferError, type TransferLine, transferForm } from '../../journal/transfer.ts'
import { isObject } from '../../lib/json.ts'
import type { Config } from '../../model/config.ts'

export interface Header {
  readonly type: 'lastcopy-journal'
  readonly form: number
  /** Of the records. */
  readonly format: number
  readonly journal: Config['journal']['kind']
  readonly version: string
  readonly site: string
  /** ISO. */
  readonly at: string
}

export interface Summary {
  readonly header: Header
  readonly lines: number
  readonly sha256: string
}

const piece = 1 << 20

/**
 * Writes the file whole or not at all, for its owner's eyes only.
 * @throws TransferError where there is such a file already
 */
export async function writeExport(
  path: string,
  header: Header,
  lines: AsyncIterable<TransferLine> | Iterable<TransferLine>,
): Promise<Summary> {
  if (existsSync(path)) throw new TransferError(`${path} is there already; an export never overwrites one`)
  const draft = `${path}.part`
  const file = openSync(draft, 'w', 0o600)
  const hash = createHash('sha256')
  let [waiting, count] = ['', 0]
  const flush = (): void => {
    hash.update(waiting)
    writeSync(file, waiting)
    waiting = ''
  }
  try {
    waiting += `${JSON.stringify(header)}\n`
    for await (const line of lines) {
      waiting += `${textOf(line)}\n`
      count += 1
      if (waiting.length >= piece) flush()
    }
    flush()
    const sha256 = hash.digest('hex')
    writeSync(file, `${JSON.stringify({ type: 'end', lines: count, sha256 })}\n`)
    fsyncSync(file)
    closeSync(file)
    renameSync(draft, path)
    return { header, lines: count, sha256 }
  } catch (cause) {
    rmSync(draft, { force: true })
    throw cause
  }
}

/** One line for every reader: some take these two for the end of a line. */
const textOf = (line: TransferLine): string =>
  JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** Reads it to its end. @throws TransferError where it is no export, of a later form, cut off or changed */
export async function verifyExport(path: string): Promise<Summary> {
  const hash = createHash('sha256')
  let header: Header | undefined
  let end: Record<string, unknown> | undefined
  let count = 0
  for await (const text of textLines(path)) {
    if (end) throw new TransferError(`${path}: something stands behind its end`)
    const value = parse(path, text)
    if (!header) header = headerOf(path, value)
    else if (isObject(value) && value.type === 'end') {
      end = value
      continue
    } else if (isTransferLine(value)) count += 1
    else throw new TransferError(`${path}:${count + 2}: this line is none of an export`)
    hash.update(`${text}\n`)
  }
  if (!header || !end) throw new TransferError(`${path} is cut off: its end is missing`)
  const sha256 = hash.digest('hex')
  if (end.sha256 !== sha256 || end.lines !== count)
    throw new TransferError(
      `${path} was changed or damaged: its hash is ${sha256}, and its end says ${String(end.sha256)}`,
    )
  return { header, lines: count, sha256 }
}

/** The lines of a file that was verified. */
export async function* linesOf(path: string): AsyncGenerator<TransferLine> {
  for await (const text of textLines(path)) {
    const value: unknown = JSON.parse(text)
    if (isTransferLine(value)) yield value
  }
}

const textLines = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TransferError(`${path} is no export: one of its lines is no JSON`)
  }
}

function headerOf(path: string, value: unknown): Header {
  if (!isObject(value) || value.type !== 'lastcopy-journal')
    throw new TransferError(`${path} is no export of a journal`)
  const header = value as unknown as Header
  if (header.form > transferForm || header.format > recordFormat)
    throw new TransferError(
      `${path} was written by Lastcopy ${header.version}, and this one cannot read it: import it with that release or a later one`,
    )
  return header
}
