// Where each case of a file begins, for editors that show a failure beside it.
import { readFileSync } from 'node:fs'
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'

/** Lines from 1 by the names of the cases; none where the file cannot be read. */
export function caseLines(path: string): ReadonlyMap<string, number> {
  const lines = new LineCounter()
  const cases = parseDocument(readFileSync(path, 'utf8'), { merge: true, lineCounter: lines }).get('cases')
  const found = new Map<string, number>()
  for (const one of isSeq(cases) ? cases.items : []) {
    if (!isMap(one) || !one.range) continue
    const name: unknown = one.get('name')
    if (typeof name === 'string' && !found.has(name)) found.set(name, lines.linePos(one.range[0]).line)
  }
  return found
}
