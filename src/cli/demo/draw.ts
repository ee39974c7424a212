// How the demo looks: a page as a box, the days as a row of signs; plain lines where there is no terminal.
import { tellDuration } from '../../lib/duration.ts'
import type { Received } from './receiver.ts'
import type { StoryDay } from './story.ts'

export interface Canvas {
  /** Lines that stay. */
  say(text: string): void
  /** The line that moves on; nothing where there is no terminal. */
  row(text: string): void
  readonly width: number
  readonly live: boolean
  readonly paint: Paint
}

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
}

interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** @param colour false writes no colours (NO_COLOR) */
export function canvasOn(terminal: Terminal, colour: boolean): Canvas {
  const live = terminal.isTTY === true
  const code = (on: number, off: number) => (text: string) =>
    live && colour ? `\u001b[${on}m${text}\u001b[${off}m` : text
  let drawn = false
  const wipe = (): string => (drawn ? '\r\u001b[2K' : '')
  return {
    live,
    width: Math.max(40, Math.min(terminal.columns ?? 88, 88)),
    paint: { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39) },
    say(text) {
      terminal.write(`${wipe()}${text}\n`)
      drawn = false
    },
    row(text) {
      if (!live) return
      terminal.write(`${wipe()}${text}`)
      drawn = true
    },
  }
}

/** A page as the on-call gets it, with when it came and how long it took. */
export function pageBox(page: Received, day: StoryDay, tookMs: number, { width, paint }: Canvas): string {
  const inner = width - 4
  const time = page.timestamp.slice(11, 16)
  const title = ` PAGE  day ${day.number}, ${dateOf(day.date)} ${time} UTC `
  const took = ` ${tellDuration(tookMs)} after the record `
  const bar = '─'.repeat(Math.max(0, width - 4 - title.length - took.length))
  const lines = [
    ...wrap(page.summary, inner).map((line) => [line, paint.bold(line)] as const),
    ['', ''] as const,
    ...wrap(page.stake, inner).map(same),
    ...(page.steps.length > 0 ? [['', ''] as const] : []),
    ...page.steps.flatMap((step) => wrap(step, inner, '   ').map(same)),
    ['', ''] as const,
    ...cut(page.link, inner).map((line) => [line, paint.dim(line)] as const),
  ]
  return [
    paint.red(`┌─${paint.bold(title)}${bar}${took}─┐`),
    ...lines.map(
      ([plain, drawn]) =>
        `${paint.red('│')} ${drawn}${' '.repeat(Math.max(0, inner - lengthOf(plain)))} ${paint.red('│')}`,
    ),
    paint.red(`└${'─'.repeat(width - 2)}┘`),
  ].join('\n')
}

/** The days so far: a dot for a quiet one, a mark for one with a page. */
export function calendar(
  marks: readonly boolean[],
  days: readonly StoryDay[],
  records: number,
  { width, paint }: Canvas,
): string {
  const here = days[marks.length - 1]
  const label = `Day ${String(marks.length).padStart(2)}  ${here ? dateOf(here.date).padEnd(6) : ''}  `
  const room = width - label.length - 18
  const shown = marks.slice(-room)
  const signs = shown.map((paged) => (paged ? paint.red('█') : paint.dim('·'))).join('')
  const rest = Math.max(0, Math.min(days.length, room) - shown.length)
  return `${label}${signs}${paint.dim(' '.repeat(rest))}  ${records.toLocaleString('en')} records`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dateOf = (date: Date): string => `${date.getUTCDate()} ${months[date.getUTCMonth()]}`

const same = (line: string): readonly [string, string] => [line, line]
const lengthOf = (text: string): number => [...text].length

/** Lines of at most so many signs, broken at spaces; later lines begin with the indent. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((one) => cut(one, width - indent.length))) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

/** A text without spaces in pieces that fit. */
function cut(text: string, width: number): readonly string[] {
  const signs = [...text]
  const pieces: string[] = []
  for (let from = 0; from < signs.length; from += width) pieces.push(signs.slice(from, from + width).join(''))
  return pieces
}
