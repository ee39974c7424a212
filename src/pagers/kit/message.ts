// A page as plain lines, for channels that show text: what happened first, the link always, and in between what fits.
import type { Page, PageReason } from '../../model/page.ts'

const marks: Readonly<Record<PageReason, string>> = {
  first: '',
  worse: 'WORSE: ',
  repeat: 'NOBODY HAS ANSWERED: ',
  resolved: 'RESOLVED: ',
  acknowledged: 'ANSWERED: ',
  summary: '',
  test: '',
}

/** The one line. Channels without a key of their own tell by its first word what became of what they were told before. */
export const titleOf = ({ reason, summary, text }: Page): string =>
  marks[reason] + (reason === 'resolved' ? text.headline : summary)

/** @returns lines after the title: what is at stake and the first steps; none once it is resolved */
export const bodyOf = ({ action, text }: Page): readonly string[] =>
  action === 'resolve'
    ? []
    : [...(text.stake === '' ? [] : [text.stake]), ...text.steps.map((step, index) => `${index + 1}. ${step}`)]

export interface Fit {
  readonly longest: number
  /** How long a text is by the channel's count; UTF-16 units unless told otherwise. */
  readonly measure?: (text: string) => number
  /** Shown elsewhere, so not in the text. */
  readonly without?: 'title' | 'link'
}

/** Title, stake, steps and link, a line each, within the channel's limit: what is last goes first, the link never. */
export function messageOf(page: Page, { longest, measure = (text) => text.length, without }: Fit): string {
  const link = page.link === undefined || without === 'link' ? [] : [page.link]
  const room = longest - measure(link.map((line) => `\n${line}`).join(''))
  const lines = [...(without === 'title' ? [] : [titleOf(page)]), ...bodyOf(page)]
  let text = ''
  for (const line of lines) {
    const next = text === '' ? line : `${text}\n${line}`
    if (measure(next) <= room) text = next
    else {
      text = cut(next, room, measure)
      break
    }
  }
  return [...(text === '' ? [] : [text]), ...link].join('\n')
}

export const bytes = (text: string): number => Buffer.byteLength(text)

/** Cut at a whole character, with a sign that it was. */
export function cut(text: string, longest: number, measure: (text: string) => number = (one) => one.length): string {
  if (measure(text) <= longest) return text
  const letters = [...text]
  let [low, high] = [0, letters.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(`${letters.slice(0, middle).join('')}…`) <= longest) low = middle
    else high = middle - 1
  }
  return `${letters.slice(0, low).join('')}…`
}
