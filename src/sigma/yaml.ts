// YAML documents with the place of every value, and with limits: a rule file is small, an alias bomb is none.
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLError,
} from 'yaml'
import type { Json } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import { readPlainYaml } from './yaml-plain.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface YamlDocument {
  readonly value: Json
  /** Where a value stands, by the path to it; the nearest known place above it otherwise. */
  placeOf(path: readonly (string | number)[]): Place
}

const largest = 4 << 20
const deepest = 60
const mostValues = 1_000_000

interface ReadFile {
  readonly documents: readonly YamlDocument[]
  readonly problems: readonly Problem[]
}

/** The documents of a file. A document with an error is a problem, and the others go on. */
export function readYaml(text: string, file: string): ReadFile {
  if (text.length > largest)
    return { documents: [], problems: [{ file, message: `the file is larger than ${largest >> 20} MB` }] }
  return readPlainly(text, file) ?? readWithPlaces(text, file)
}

/** The same documents, where the text is plain: the places that problems need are looked for once there is one. */
function readPlainly(text: string, file: string): ReadFile | undefined {
  const plain = readPlainYaml(text)
  if (!plain || plain.some(({ value }) => sizeTrouble(value))) return undefined
  const lineStarts = lazy(() => startsOf(text))
  const whole = lazy(() => readWithPlaces(text, file).documents)
  return {
    documents: plain.map(({ value, keys }, document) => ({
      value,
      placeOf(path) {
        const offset = path.length === 1 ? keys.get(String(path[0])) : undefined
        return offset === undefined
          ? (whole()[document]?.placeOf(path) ?? { line: 1, column: 1 })
          : placeAt(lineStarts(), offset)
      },
    })),
    problems: [],
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function placeAt(starts: readonly number[], offset: number): Place {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}

/** Every document with the place of each value; what is broken is a problem, as far as the reader recovers. */
export function readWithPlaces(text: string, file: string): ReadFile {
  const lines = new LineCounter()
  const documents: YamlDocument[] = []
  const problems: Problem[] = []
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: 'silent',
      schema: 'core',
      merge: true,
      intAsBigInt: true,
    })
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const [error] = document.errors
      if (error) {
        problems.push({
          file,
          ...at(error.pos[0]),
          message: `no YAML: ${toldOf(error, text)}`,
          ...ruleIdOf(document.contents),
        })
        continue
      }
      if (document.contents === null) continue
      const contents = document.contents
      const value = document.toJS({ maxAliasCount: 100, reviver: exactly }) as Json
      const trouble = sizeTrouble(value)
      if (trouble) {
        problems.push({ file, ...at(document.range[0]), message: trouble, ...ruleIdOf(contents) })
        continue
      }
      documents.push({
        value,
        placeOf: (path) => placeIn(contents, path, at),
      })
    }
  } catch (cause) {
    problems.push({ file, message: `no YAML: ${causeOf(cause)}` })
  }
  return { documents, problems }
}

/** A whole number that a double cannot hold stays its text. */
const exactly = (_: unknown, value: unknown): unknown =>
  typeof value !== 'bigint' ? value : Number.isSafeInteger(Number(value)) ? Number(value) : String(value)

/** Which key stands twice is what its reader looks for. */
const toldOf = (error: YAMLError, text: string): string =>
  error.code === 'DUPLICATE_KEY'
    ? `the key ${/^.*?(?=\s*:(?:\s|$))/m.exec(text.slice(error.pos[0], error.pos[0] + 200))?.[0] ?? ''} stands twice in one map`
    : error.message

/** Nesting without end, and an alias inside what it stands for, end at the room that a program has for calls. */
const causeOf = (cause: unknown): string =>
  cause instanceof RangeError
    ? 'nested too deep, or in a circle'
    : cause instanceof Error
      ? cause.message
      : String(cause)

function ruleIdOf(node: unknown): { readonly rule?: string } {
  const id = isMap(node) ? node.get('id') : undefined
  return typeof id === 'string' ? { rule: id } : {}
}

function placeIn(root: unknown, path: readonly (string | number)[], at: (offset: number) => Place): Place {
  let here: unknown = root
  let offset = rangeOf(root) ?? 0
  for (const step of path) {
    const pair = isMap(here)
      ? here.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      : undefined
    const next: unknown = pair ?? (isSeq(here) ? here.items[Number(step)] : undefined)
    if (next === undefined) break
    offset = (isPair(next) ? rangeOf((next as Pair).key) : rangeOf(next)) ?? offset
    here = isPair(next) ? (next as Pair).value : next
  }
  return at(offset)
}

const rangeOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0]

/** Aliases may lead in a circle or multiply, so what counts is what they lead to. */
function sizeTrouble(root: Json): string | undefined {
  let level: unknown[] = [root]
  let count = 0
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return `nested more than ${deepest} levels deep, or in a circle`
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      const inner = Object.values(value)
      count += inner.length
      if (count > mostValues) return `more than ${mostValues} values`
      for (const one of inner) next.push(one)
    }
    level = next
  }
  return undefined
}
