// How documents are written: each in the index that it belongs to, numbered, and what is refused set aside.
import type { Elasticsearch } from './ask.ts'
import { type Line, type Refused, writeBulk } from './bulk.ts'
import type { Document } from './document.ts'
import { indexFor, placesOf, prepare, search, searchIn } from './indices.ts'
import { asideDocument } from './refused.ts'
import { regrow } from './regrow.ts'

export interface WriterParts {
  readonly nodes: Elasticsearch
  readonly prefix: string
  readonly replicas?: number
  readonly onRefused: (refused: RefusedDocument) => void
}

/** `least`: the alert stands in its least form; `aside`: it only lies beside. */
export interface RefusedDocument {
  readonly id: string
  readonly reason: string
  readonly kept: 'least' | 'aside'
}

/** @returns a function that writes; it rejects with StoreTrouble while the store cannot take anything */
export function makeWriter({
  nodes,
  prefix,
  onRefused,
  ...more
}: WriterParts): (documents: readonly Document[]) => Promise<void> {
  let prepared: Promise<void> | undefined
  let touched = 0
  const begin = async (): Promise<void> => {
    await prepare(nodes, { prefix, ...more })
    await regrow(nodes, prefix)
    touched = await lastTouched(nodes, prefix)
  }
  /** Once; after a failure once more. */
  const ready = (): Promise<void> => {
    prepared ??= begin().catch((cause) => {
      prepared = undefined
      throw cause
    })
    return prepared
  }
  const lineOf = (document: Document, index = indexFor(prefix, document)): Line => {
    const { id, version, fields, anew } = document
    const line = { index, id, fields, ...(version === undefined ? {} : { version }), ...(anew ? { anew } : {}) }
    if (document.touched === undefined) return line
    touched = Math.max(touched + 1, Date.now() * 1_000)
    return document.touched === 'always'
      ? { ...line, fields: numbered(fields, touched) }
      : { ...line, first: numbered(fields, touched) }
  }
  /** An alert in its least form, so that it is listed; what even so is refused lies beside, to be looked at. */
  const setAside = async (refused: readonly Refused[], lines: ReadonlyMap<Line, Document>): Promise<void> => {
    const hopeless: Refused[] = []
    const reduced: Line[] = []
    for (const one of refused) {
      const document = lines.get(one.line)
      if (document?.least) reduced.push(lineOf({ ...document, fields: document.least(one.reason) }, one.line.index))
      else hopeless.push(one)
    }
    hopeless.push(...(await writeBulk(nodes, reduced)))
    await writeBulk(
      nodes,
      hopeless.map((one) => lineOf(asideDocument(one))),
    )
    const lost = new Set(hopeless.map(({ line }) => line.id))
    for (const { line, reason } of refused)
      onRefused({ id: line.id, reason, kept: lost.has(line.id) ? 'aside' : 'least' })
  }
  return async (documents) => {
    if (documents.length === 0) return
    await ready()
    const alerts = documents.filter(({ kind }) => kind === 'alerts').map(({ id }) => id)
    const places = alerts.length === 0 ? new Map<string, string>() : await placesOf(nodes, prefix, alerts)
    const lines = new Map(
      documents.map((document) => [
        lineOf(document, document.kind === 'alerts' ? places.get(document.id) : undefined),
        document,
      ]),
    )
    // Nobody waits to see events, and there are many.
    const at = documents.every(({ kind }) => kind === 'events') ? 'soon' : 'once'
    const refused = await writeBulk(nodes, [...lines.keys()], at)
    if (refused.length > 0) await setAside(refused, lines)
  }
}

const numbered = (fields: object, touched: number): object => {
  const { lastcopy, ...rest } = fields as { readonly lastcopy?: object }
  return { ...rest, lastcopy: { ...lastcopy, touched } }
}

async function lastTouched(nodes: Elasticsearch, prefix: string): Promise<number> {
  const asked = { size: 0, aggs: { last: { max: { field: 'lastcopy.touched' } } } }
  const found = await search<{ readonly aggregations?: { readonly last: { readonly value: number | null } } }>(
    nodes,
    searchIn(prefix, 'alerts', 'history'),
    asked,
  )
  return found.aggregations?.last.value ?? 0
}
