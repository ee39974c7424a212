// JSON values that stand one after another in one text: lines, or what a stream joined without a break between.

/** A text with more values than this is no record. */
const most = 100_000

/**
 * The texts of several values in one; undefined where there are fewer than two. Where the first or the last line is a
 * value by itself, lines are parted, so that one that is cut off takes no other with it; else values are, each from its
 * first bracket to the one that closes it.
 */
export function documentsIn(text: string): readonly string[] | undefined {
  const lines = text.includes('\n') ? text.split('\n', most).filter((line) => line.trim() !== '') : []
  const found =
    lines.length > 1 && (isValue(lines[0]) || isValue(lines.at(-1)))
      ? lines.flatMap((line) => (isValue(line) ? [line.trim()] : (valuesIn(line) ?? [line.trim()])))
      : valuesIn(text)
  return found && found.length > 1 ? found : undefined
}

function isValue(line: string | undefined): boolean {
  if (line === undefined || !/^\s*[[{]/.test(line)) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** Strings are skipped, so brackets in them do not count; a last value that nothing closes goes to the end. */
function valuesIn(text: string): readonly string[] | undefined {
  const found: string[] = []
  let place = 0
  while (place < text.length) {
    const start = skipBlanks(text, place)
    if (start === text.length) break
    const first = text.charCodeAt(start)
    if (!begins(text, start, first) || found.length >= most) return undefined
    const end = endOfValue(text, start)
    found.push(text.slice(start, end))
    place = end
  }
  return found
}

/** A bracket with something behind it that JSON has there: `[INF]` and `[origin id="1"]` are words of a line. */
function begins(text: string, start: number, first: number): boolean {
  const after = skipBlanks(text, start + 1)
  const next = text.slice(after, after + 6)
  if (first === brace) return /^(?:["}]|$)/.test(next)
  return first === bracket && /^(?:[[{"\]\d-]|true\b|false\b|null\b|$)/.test(next)
}

const brace = 0x7b
const bracket = 0x5b
const quote = 0x22
const backslash = 0x5c

function skipBlanks(text: string, from: number): number {
  let place = from
  while (place < text.length && isBlank(text, place)) place += 1
  return place
}

function isBlank(text: string, place: number): boolean {
  const here = text.charCodeAt(place)
  if (here === 0x2c || here === 0x20 || (here >= 0x09 && here <= 0x0d)) return true
  return here > 0x7f && /\s/.test(text.charAt(place))
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let place = start; place < text.length; place += 1) {
    const here = text.charCodeAt(place)
    if (here === quote) place = endOfString(text, place)
    else if (here === brace || here === bracket) depth += 1
    else if (here === 0x7d || here === 0x5d) {
      depth -= 1
      if (depth === 0) return place + 1
    }
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  for (let place = start + 1; place < text.length; place += 1) {
    const here = text.charCodeAt(place)
    if (here === backslash) place += 1
    else if (here === quote) return place
  }
  return text.length
}
