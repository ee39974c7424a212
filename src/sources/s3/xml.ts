// The XML body of an S3 call as an object, laid out as CloudTrail lays it out; a body that was cut off is none.
import type { JsonObject } from '../../lib/json.ts'

const tag = /<(\/?)([A-Za-z][\w.:-]{0,100})((?:[\s/][^<>]*)?)>/g
/** No configuration of S3 nests deeper or has more elements. */
const deepest = 12
const most = 5_000

interface Open {
  readonly name: string
  readonly held: Record<string, JsonObject[string]>
  /** Where its text begins. */
  readonly from: number
}

/** `{ LifecycleConfiguration: { Rule: … } }`; undefined for what is no whole XML document. */
export function bodyIn(text: string | undefined): JsonObject | undefined {
  if (text === undefined || !/^\s*</.test(text)) return undefined
  const root: Record<string, JsonObject[string]> = {}
  const open: Open[] = [{ name: '', held: root, from: 0 }]
  let count = 0
  for (const found of text.matchAll(tag)) {
    const [whole, end, name = '', rest = ''] = found
    const here = open.at(-1)
    count += 1
    if (here === undefined || open.length > deepest || count > most) return undefined
    if (end === '/') {
      if (here.name !== name) return undefined
      open.pop()
      const parent = open.at(-1)
      if (parent === undefined) return undefined
      add(parent.held, name, Object.keys(here.held).length > 0 ? here.held : plain(text.slice(here.from, found.index)))
    } else if (rest.endsWith('/')) add(here.held, name, '')
    else open.push({ name, held: {}, from: found.index + whole.length })
  }
  return open.length === 1 && Object.keys(root).length > 0 ? root : undefined
}

/** A name that comes twice is a list. */
function add(held: Record<string, JsonObject[string]>, name: string, value: JsonObject[string]): void {
  if (name === '__proto__') return
  const before = Object.hasOwn(held, name) ? held[name] : undefined
  held[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
}

const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const plain = (value: string): string =>
  value.trim().replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => signs[name] ?? '')
