// What an operation was done to: the kind by its words, the one by the detail that names it.
import type { Resource } from '../../model/event.ts'
import { detailOf } from './details.ts'
import type { AuditRecord } from './record.ts'

export const cellOf = ({ cell }: AuditRecord): string => (cell === '' ? 'commvault' : cell)
export const consoleOf = (record: AuditRecord): Resource => ({
  type: 'console',
  id: cellOf(record),
  name: cellOf(record),
})

/** Kinds of things that an operation names, the narrower first, with the detail that names the one. */
const kinds: readonly (readonly [words: RegExp, type: string, name: RegExp])[] = [
  [/\bkey\b|kms/i, 'key-store', /key|kms|name/i],
  [/schedule/i, 'job', /schedule/i],
  [/\bcopy\b/i, 'repository', /copy/i],
  [/storage policy|server plan|\bplan\b/i, 'plan', /policy|plan/i],
  [
    /library|mount ?path|disk storage|cloud storage|storage pool|dedup|ddb/i,
    'repository',
    /library|mount|storage|pool|path|name/i,
  ],
  [/backup ?set|sub ?client|instance/i, 'plan', /sub ?client|backup ?set|instance/i],
  [/client|agent|\bserver\b/i, 'plan', /client|agent|server/i],
  [/job/i, 'job', /job/i],
  [/media|tape/i, 'tape', /media|tape|barcode/i],
  [/encryption/i, 'key-store', /key|name/i],
]

/** The thing; the CommCell where the record names none. */
export function thing(record: AuditRecord): Resource {
  const known =
    kinds.find(([words]) => words.test(record.operation)) ?? kinds.find(([words]) => words.test(record.text))
  if (known === undefined) return consoleOf(record)
  const [, type, words] = known
  const own =
    detailOf(record.details, words) ?? detailOf(record.details, /name/i) ?? /\[([^\]]{1,200})\]/.exec(record.text)?.[1]
  // Every policy has a primary copy: a copy's name is its policy's as well.
  const policy = type === 'repository' ? detailOf(record.details, /policy/i) : undefined
  const name = policy === undefined || own === undefined || own === policy ? own : `${policy}/${own}`
  return {
    type,
    id: `${cellOf(record)}/${type}/${(name ?? 'unnamed').toLowerCase()}`,
    ...(name === undefined ? {} : { name }),
  }
}
