// Bulk writes: in pieces that a node takes, each document once, tried again while a node is busy; what is refused is given back.
import { setTimeout as wait } from 'node:timers/promises'
import { StoreTrouble } from '../../model/store.ts'
import { type Elasticsearch, reasonOf } from './ask.ts'

export interface Line {
  readonly index: string
  readonly id: string
  /** The stored one stays where its version is as high or higher. */
  readonly version?: number
  /** Also over the same version. */
  readonly anew?: true
  readonly fields: object
  /** Instead of a version: what stands there already is left as it is where it says the same; these are the fields of a new one. */
  readonly first?: object
}

export interface Refused {
  readonly line: Line
  readonly reason: string
}

/** A piece has at most so many characters and documents; one document may be longer. */
const pieceLength = 4 << 20
const pieceDocuments = 500
const pauses = [100, 200, 400, 800, 1_600]

/**
 * Writes documents.
 * @param at `once`: they are found when it resolves; `soon`: within a second or so, which costs a node much less
 * @returns those that will never be taken as they are, each with the reason
 * @throws StoreTrouble when the store cannot take the others now: all may be written again, none stands twice
 */
export async function writeBulk(
  store: Elasticsearch,
  lines: readonly Line[],
  at: Found = 'once',
): Promise<readonly Refused[]> {
  const refused: Refused[] = []
  for (const piece of piecesOf(lines.map(textOf))) refused.push(...(await writePiece(store, piece, at)))
  return refused
}

/** When what is written is found. */
type Found = 'once' | 'soon'

interface Text {
  readonly line: Line
  readonly text: string
}

const textOf = (line: Line): Text => ({
  line,
  text: `${JSON.stringify(line.first ? { update: metaOf(line) } : { index: metaOf(line) })}\n${JSON.stringify(
    line.first ? { doc: line.fields, upsert: line.first } : line.fields,
  )}\n`,
})

const metaOf = ({ index, id, version, anew }: Line): object => ({
  _index: index,
  _id: id,
  ...(version === undefined ? {} : { version, version_type: anew ? 'external_gte' : 'external' }),
})

function piecesOf(texts: readonly Text[]): readonly (readonly Text[])[] {
  const pieces: Text[][] = []
  let length = 0
  for (const text of texts) {
    const piece = pieces.at(-1)
    if (!piece || piece.length >= pieceDocuments || length + text.text.length > pieceLength) {
      pieces.push([text])
      length = text.text.length
    } else {
      piece.push(text)
      length += text.text.length
    }
  }
  return pieces
}

/** A piece until each of its documents is taken or refused. */
async function writePiece(store: Elasticsearch, piece: readonly Text[], at: Found): Promise<readonly Refused[]> {
  const refused: Refused[] = []
  let left = piece
  for (let tried = 0; ; tried += 1) {
    const outcome = await send(store, left, { tried, at })
    if (outcome === 'too large') return [...refused, ...(await inHalves(store, left, at))]
    refused.push(...outcome.refused)
    left = outcome.busy
    if (left.length === 0) return refused
    const pause = pauses[tried]
    if (pause === undefined)
      throw new StoreTrouble(`Elasticsearch is too busy for ${left.length} documents: ${outcome.reason}`)
    await wait(pause)
  }
}

async function inHalves(store: Elasticsearch, piece: readonly Text[], at: Found): Promise<readonly Refused[]> {
  const [only] = piece
  if (only && piece.length === 1) return [{ line: only.line, reason: 'it is larger than a node takes' }]
  const middle = piece.length >> 1
  return [
    ...(await writePiece(store, piece.slice(0, middle), at)),
    ...(await writePiece(store, piece.slice(middle), at)),
  ]
}

interface Outcome {
  readonly refused: readonly Refused[]
  readonly busy: readonly Text[]
  readonly reason: string
}

async function send(
  store: Elasticsearch,
  texts: readonly Text[],
  { tried, at }: { readonly tried: number; readonly at: Found },
): Promise<Outcome | 'too large'> {
  let asked: Awaited<ReturnType<Elasticsearch['ask']>>
  try {
    asked = await store.ask('POST', `/_bulk?refresh=${at === 'once'}`, texts.map(({ text }) => text).join(''))
  } catch (cause) {
    if (!(cause instanceof StoreTrouble) || tried >= pauses.length) throw cause
    return { refused: [], busy: texts, reason: cause.message }
  }
  if (asked.status === 413) return 'too large'
  if (asked.status !== 200) throw new StoreTrouble(`Elasticsearch refuses a bulk write: ${reasonOf(asked.body)}`)
  return judge(texts, (asked.body as { readonly items: readonly Readonly<Record<string, Item>>[] }).items)
}

interface Item {
  readonly status: number
  readonly error?: { readonly type: string; readonly reason: string; readonly caused_by?: { readonly reason?: string } }
}

function judge(texts: readonly Text[], items: readonly Readonly<Record<string, Item>>[]): Outcome {
  const refused: Refused[] = []
  const busy: Text[] = []
  let reason = ''
  for (const [index, text] of texts.entries()) {
    const item = Object.values(items[index] ?? {})[0] ?? { status: 503 }
    const why = wordsOf(item)
    // A conflict says that this version, or a newer one, stands there already.
    if (item.status < 300 || item.status === 409) continue
    if (item.status === 429 || item.status >= 500) {
      busy.push(text)
      reason = why
    } else if (aboutTheDocument(item)) refused.push({ line: text.line, reason: why })
    else throw new StoreTrouble(`Elasticsearch refuses a document for a reason that is not in it: ${why}`)
  }
  return { refused, busy, reason }
}

/** Reasons for which any document would be refused: they pass when an operator mends the cluster. */
const ofTheCluster: ReadonlySet<string> = new Set([
  'validation_exception',
  'invalid_index_name_exception',
  'index_closed_exception',
  'cluster_block_exception',
  'security_exception',
  'index_not_found_exception',
])

const aboutTheDocument = ({ status, error }: Item): boolean =>
  (status === 400 || status === 413) && error !== undefined && !ofTheCluster.has(error.type)

const wordsOf = ({ status, error }: Item): string =>
  error
    ? `${error.type}: ${error.reason}${error.caused_by?.reason ? `: ${error.caused_by.reason}` : ''}`.slice(0, 500)
    : String(status)
