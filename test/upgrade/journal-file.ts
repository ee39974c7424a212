// A journal's file as text, so that one that an earlier release wrote can be kept, read and laid down again.
import { readFileSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { AuditDraft, AuditHead } from '../../src/model/audit.ts'
import { topics } from '../../src/model/wire.ts'
import { beginning, seal } from '../../src/people/chain.ts'

const tables = ['log', 'next', 'position', 'state'] as const
type Row = Readonly<Record<string, SQLInputValue>>
interface Line {
  readonly table: (typeof tables)[number]
  readonly row: Row
}

/** The file's tables, a row a line; values of records are texts. The first line names the format and when it was written. */
export function textOf(path: string, at: string): string {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const format = db.prepare('PRAGMA user_version').get()?.user_version
    const lines = tables.flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map(({ ...row }) =>
          JSON.stringify({
            table,
            row: row.value instanceof Uint8Array ? { ...row, value: Buffer.from(row.value).toString() } : row,
          }),
        ),
    )
    return `${[JSON.stringify({ format, at }), ...lines].join('\n')}\n`
  } finally {
    db.close()
  }
}

export interface Laid {
  /** The number in the file. */
  readonly format?: number
  /** What a record or an entry of the state is turned into. */
  readonly change?: (value: object) => object
  /** More records. */
  readonly more?: readonly { readonly topic: string; readonly value: object }[]
}

/** Makes a journal's file of a kept text, as though it had been written just now. */
export function layDown(text: string, path: string, { format, change = (same) => same, more = [] }: Laid = {}): void {
  const [head = '{}', ...lines] = readFileSync(text, 'utf8').trim().split('\n')
  const kept = JSON.parse(head) as { readonly format: number; readonly at: string }
  const later = Date.now() - Date.parse(kept.at)
  const db = new DatabaseSync(path)
  db.exec(readFileSync(`${import.meta.dirname}/format-${kept.format}.sql`, 'utf8'))
  const chain = chainedAnew()
  for (const line of lines) {
    const { table, row } = JSON.parse(shifted(line, later)) as Line
    const value = typeof row.value === 'string' ? changedText(row.value, change) : undefined
    const changed: Row = {
      ...row,
      ...(value === undefined ? {} : { value: row.topic === topics.audit ? chain.entry(value) : chain.named(value) }),
    }
    const names = Object.keys(changed)
    db.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`).run(
      ...Object.entries(changed).map(([name, value]) =>
        table === 'log' && name === 'value' && typeof value === 'string' ? Buffer.from(value) : value,
      ),
    )
  }
  for (const { topic, value } of more) {
    const next = db.prepare('SELECT offset FROM next WHERE topic = ?').get(topic)?.offset ?? 0
    db.prepare('INSERT INTO log (topic, partition, offset, key, value, ts) VALUES (?, 0, ?, NULL, ?, ?)').run(
      topic,
      next,
      Buffer.from(JSON.stringify(value)),
      Date.now(),
    )
    db.prepare('INSERT OR REPLACE INTO next (topic, partition, offset) VALUES (?, 0, ?)').run(topic, Number(next) + 1)
  }
  db.exec(`PRAGMA user_version = ${format ?? kept.format}`)
  db.close()
}

/** The audit log's chain over entries whose moments have moved: each gets its hash again, and so does what names the last one. */
function chainedAnew() {
  let head: AuditHead = beginning
  const hashes = new Map<string, string>()
  return {
    entry: (text: string): string => {
      const before = JSON.parse(text) as AuditDraft & AuditHead
      const entry = seal(before, head)
      hashes.set(before.hash, entry.hash)
      head = entry
      return JSON.stringify(entry)
    },
    named: (text: string): string => text.replaceAll(/[0-9a-f]{64}/g, (hash) => hashes.get(hash) ?? hash),
  }
}

/** Every moment as much later as the text is old: those written out, and milliseconds since 1970, also where zeros stand before them. */
const shifted = (line: string, later: number): string =>
  line
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, (time, parts?: string) => {
      const moved = new Date(Date.parse(time) + later).toISOString()
      return parts === undefined ? moved.replace(/\.\d{3}Z$/, 'Z') : moved
    })
    .replaceAll(/(?<![0-9A-Za-z.-])(0*)(1[78]\d{11})(?![0-9A-Za-z-])/g, (_, zeros: string, time: string) => {
      return `${zeros}${Number(time) + later}`
    })

function changedText(value: string, change: (value: object) => object): string {
  if (!value.startsWith('{')) return value
  try {
    return JSON.stringify(change(JSON.parse(value) as object))
  } catch {
    return value
  }
}
