// Documents that a store will not take: what lies beside instead of them, and which of several versions are worth writing.
import type { Refused } from './bulk.ts'
import type { Document } from './document.ts'

/** The most of a refused document that is kept. */
const mostKept = 1 << 20

/** Lies in `<prefix>-set-aside-…`: what it was, why it was refused, and its beginning. */
export function asideDocument({ line, reason }: Refused): Document {
  const kind = line.index.split('-').at(-2) ?? ''
  return {
    kind: 'set-aside',
    id: line.id,
    at: line.index.split('-').at(-1)?.replace('.', '-') ?? '',
    fields: {
      lastcopy: {
        body: JSON.stringify(line.fields).slice(0, mostKept),
        refused: { kind, id: line.id, reason: reason.slice(0, 500) },
      },
    },
  }
}

/** Of several versions of one document the newest, in the order of these; what has no version counts as its last. */
export function latestOf(documents: readonly Document[]): readonly Document[] {
  const latest = new Map<string, Document>()
  for (const document of documents) {
    const key = `${document.kind} ${document.id}`
    const known = latest.get(key)
    if (known !== undefined && (document.version ?? 0) < (known.version ?? 0)) continue
    latest.delete(key)
    latest.set(key, document)
  }
  return [...latest.values()]
}
