// Regular expressions in linear time: the native engine where the pattern is proven linear, RE2 otherwise.
import { RE2JS } from 're2js'
import { fail, ok, type Result } from '../lib/result.ts'
import { fold } from './fold.ts'

export type RegexTest = (text: string) => boolean

/** Compiled once per pattern: rule sets repeat themselves. */
const compiled = new Map<string, Result<RegexTest, string>>()

/**
 * A test that searches a text for the pattern. PCRE's inline flags at the beginning are understood.
 * @param flags of `i`, `m`, `s`
 */
export function regexTest(source: string, flags: string): Result<RegexTest, string> {
  const key = `${flags}/${source}`
  const known = compiled.get(key)
  if (known) return known
  const found = build(source, flags)
  compiled.set(key, found)
  return found
}

function build(source: string, flags: string): Result<RegexTest, string> {
  const inline = /^\(\?([ims]+)\)/.exec(source)
  const body = inline ? source.slice(inline[0].length) : source
  const all = [...new Set(`${flags}${inline?.[1] ?? ''}`)].join('')
  const native = nativeOf(body, all)
  if (native) return ok((text) => native.test(text))
  try {
    return ok(re2Of(body, all))
  } catch (cause) {
    const why = /\(\?<?[=!]/.test(body) ? 'look-around' : /\\[1-9]/.test(body) ? 'a back-reference' : undefined
    const message = cause instanceof Error ? cause.message : String(cause)
    return fail(why ? needs(why) : `the regular expression cannot be read: ${message}`)
  }
}

/** @throws Error when RE2 cannot read the pattern */
export function re2Of(body: string, flags: string): RegexTest {
  const options =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  const re2 = RE2JS.compile(RE2JS.translateRegExp(body), options)
  return (text) => re2.test(text)
}

const needs = (what: string): string => `the regular expression needs ${what}, which cannot run in linear time`

/** The native engine's form, where its run is linear and means the same as PCRE's; undefined otherwise. */
export function nativeOf(body: string, flags: string): RegExp | undefined {
  if (flags.includes('m') || !isPlainlyLinear(body)) return undefined
  try {
    return new RegExp(
      body.replace(/\\s|\\.|\[[^\]]*\]|\./g, (part) => {
        // JavaScript's dot stops at four kinds of line ends and PCRE's at one; its spaces are Unicode's, PCRE's are not.
        if (part === '.' && !flags.includes('s')) return '[^\\n]'
        return part === '\\s' ? '[\\t-\\r ]' : part
      }),
      flags,
    )
  } catch {
    // Not JavaScript's dialect: RE2 may know it.
    return undefined
  }
}

/** So many ways may a pattern take at one place of the text; each may be tried. */
const mostWays = 100

/**
 * True for patterns whose native run is linear without a doubt: no look-around, no back-reference, no more than one
 * unbounded repetition, which is anchored and over one character, and few ways to take what is optional, repeated so many
 * times or one of several. Everything else goes to RE2.
 */
function isPlainlyLinear(source: string): boolean {
  if (/[^\x20-\x7e]/.test(source) || /\(\?|\\[1-9kpPbBAzZQE]|\\x|\\u|\\c|\[:|\[\^?\]|\\S|\[[^\]]*\\[sS]/.test(source))
    return false
  const bare = source.replace(/\\./g, 'a').replace(/\[[^\]]*\]/g, 'a')
  if (/\)[*+{]|[*+?}][*+?{]/.test(bare) || waysThrough(bare) > mostWays) return false
  const loops = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0
  // One loop restarts at every place of the text: quadratic unless it is anchored.
  return loops === 0 || (loops === 1 && bare.startsWith('^') && !bare.includes('|'))
}

/** How many ways lead through a pattern, loops aside: the alternatives of all groups and the counts of all repetitions. */
function waysThrough(bare: string): number {
  let ways = 1
  const alternatives = [1]
  for (const [piece, least, , most] of bare.matchAll(/\{(\d*)(,?)(\d*)\}|[?|()]/g)) {
    if (piece === '(') alternatives.push(1)
    else if (piece === '|') alternatives.push((alternatives.pop() ?? 1) + 1)
    else if (piece === ')') ways *= alternatives.pop() ?? 1
    else if (piece === '?') ways *= 2
    // `{n,}` counts as a loop, and its beginning as much as it is long.
    else ways *= Math.max(1, Number(most || 0) - Number(least || 0) + 1, most === '' ? Number(least || 0) : 1)
  }
  return alternatives.reduce((all, one) => all * one, ways)
}

/**
 * A text without which the expression cannot match, in lower case; undefined when none is plain to see. Only what stands
 * outside all groups, classes and alternatives counts.
 */
export function literalIn(source: string): string | undefined {
  let best = ''
  let run = ''
  const end = (): void => {
    if (run.length > best.length) best = run
    run = ''
  }
  const body = source.replace(/^\(\?[ims]+\)/, '')
  // Letters behind these belong to the escape: `\x41`, `\p{Lu}`.
  if (/\\[^dDwWsSbBntrfvAz\W_]/.test(body.replaceAll('\\\\', ''))) return undefined
  const pieces = body.match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|[\s\S]/g) ?? []
  let depth = 0
  for (const [index, piece] of pieces.entries()) {
    if (piece === '(') depth += 1
    if (piece === ')') depth -= 1
    if (piece === '|' && depth === 0) return undefined
    const letter = /^\\[^a-zA-Z0-9]$/.test(piece)
      ? piece.slice(1)
      : /^[^\\^$.|?*+()[\]{}]$/.test(piece)
        ? piece
        : undefined
    const repeated = /^[?*+{]/.test(pieces[index + 1] ?? '')
    if (letter === undefined || depth > 0 || repeated) end()
    else run += letter
  }
  end()
  return depth === 0 && best.length >= 3 ? fold(best) : undefined
}
