// What a query of alerts asks, as SQL: conditions, the order, and where a page goes on.
import type { SQLInputValue } from 'node:sqlite'
import { type AlertQuery, type AlertSort, facetNames } from '../model/store.ts'
import { readCursor } from './cursor.ts'
import { wordsOf } from './search-text.ts'

export interface Sql {
  /** Empty, or ` WHERE ...`. */
  readonly where: string
  readonly values: readonly SQLInputValue[]
}

export const orders = {
  newest: 'at DESC, id DESC',
  oldest: 'at, id',
  urgent: 'rank, at, id',
} as const satisfies Record<AlertSort, string>

/** The numbers of the alerts that have the words; undefined where no word is asked for. */
export function numbersOf(
  text: string | undefined,
): { readonly sql: string; readonly values: Sql['values'] } | undefined {
  const { match, short } = wordsIn(text)
  if (match === '' && short.length === 0) return undefined
  if (short.length === 0) return { sql: 'SELECT rowid FROM words WHERE words MATCH ?', values: [match] }
  const { where, values } = together(...textOf(text))
  return { sql: `SELECT seq FROM listed${where}`, values }
}

/**
 * One page: all of it. A plus keeps SQLite from an index that leads astray: the order's own index holds every facet, and ends as
 * soon as the page is full.
 * @param few so few have the words that it is quicker to begin with them
 */
export const page = (query: AlertQuery, few: boolean): Sql =>
  together(...facetsOf(query), ...textOf(query.text, few ? '' : '+'), ...timeOf(query), ...behind(query))

type Part = readonly [sql: string, ...values: SQLInputValue[]]

const together = (...parts: readonly Part[]): Sql => ({
  where: parts.length === 0 ? '' : ` WHERE ${parts.map(([sql]) => sql).join(' AND ')}`,
  values: parts.flatMap(([, ...values]) => values),
})

const facetsOf = (query: AlertQuery): readonly Part[] =>
  facetNames.flatMap((facet): readonly Part[] => {
    const allowed = query[facet]
    return allowed === undefined ? [] : [[`+${facet} IN (${allowed.map(() => '?').join(', ')})`, ...allowed]]
  })

/** The index knows parts of three characters and more; shorter words are looked for in the texts themselves. */
function wordsIn(text: string | undefined): { readonly match: string; readonly short: readonly string[] } {
  const words = wordsOf(text ?? '')
  const long = words.filter((word) => [...word].length >= 3)
  return {
    match: long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' '),
    short: words.filter((word) => !long.includes(word)),
  }
}

function textOf(text: string | undefined, plus = ''): readonly Part[] {
  const { match, short } = wordsIn(text)
  return [
    ...(match === '' ? [] : [[`${plus}seq IN (SELECT rowid FROM words WHERE words MATCH ?)`, match] as const]),
    ...short.map((word): Part => ['instr(search, ?) > 0', word]),
  ]
}

const timeOf = ({ from, to }: AlertQuery): readonly Part[] => [
  ...(from === undefined ? [] : [['at >= ?', from] as const]),
  ...(to === undefined ? [] : [['at < ?', to] as const]),
]

function behind({ cursor, sort = 'newest' }: AlertQuery): readonly Part[] {
  const after = cursor === undefined ? undefined : readCursor(cursor, sort)
  if (!after) return []
  if (sort === 'urgent') return [['(rank, at, id) > (?, ?, ?)', after.rank ?? 0, after.at, after.id]]
  return [[sort === 'newest' ? '(at, id) < (?, ?)' : '(at, id) > (?, ?)', after.at, after.id]]
}
