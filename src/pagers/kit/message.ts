// A page as plain lines, for channels that show text: what happened first, the links always, and in between what fits.
import { cut } from '../../lib/cut.ts'
import type { Page, PageReason, PageText } from '../../model/page.ts'

const marks: Readonly<Record<PageReason, string>> = {
  first: '',
  worse: 'WORSE: ',
  repeat: 'NOBODY HAS ANSWERED: ',
  resolved: 'RESOLVED: ',
  acknowledged: 'ANSWERED: ',
  summary: '',
  test: '',
}

/** What the button says that acknowledges. */
export const take = 'I have it'

/** The one line. Channels without a key of their own tell by its first word what became of what they were told before. */
export const titleOf = ({ action, reason, summary, text }: Page): string =>
  marks[reason] + (action === 'trigger' ? summary : text.headline)

/** Whom to talk to: nobody should look alone for who else is awake. */
const othersOf = ({ others }: PageText): readonly string[] => (others === undefined ? [] : [`Also woken: ${others}`])

/** @returns lines after the title: what is at stake, the first steps, who else was woken; none once it is answered */
export const bodyOf = ({ action, text }: Page): readonly string[] =>
  action !== 'trigger'
    ? []
    : [
        ...(text.stake === '' ? [] : [text.stake]),
        ...text.steps.map((step, index) => `${index + 1}. ${step}`),
        ...othersOf(text),
      ]

/** Whether somebody can still answer: the link that acknowledges is shown. */
export const answerLink = ({ action, acknowledgeLink }: Page): string | undefined =>
  action === 'trigger' ? acknowledgeLink : undefined

const linksOf = (page: Page): readonly string[] => {
  const answer = answerLink(page)
  return [...(answer === undefined ? [] : [`${take}: ${answer}`]), ...(page.link === undefined ? [] : [page.link])]
}

export interface Fit {
  readonly longest: number
  /** How long a text is by the channel's count; UTF-16 units unless told otherwise. */
  readonly measure?: (text: string) => number
  /** Shown elsewhere, so not in the text. */
  readonly without?: 'title'
  /** Lines that always stand at the end; the links unless told otherwise. */
  readonly last?: readonly string[]
}

/** Title, stake, steps and links, a line each, within the channel's limit: what is last goes first, the links never. */
export function messageOf(page: Page, { longest, measure = (text) => text.length, without, last }: Fit): string {
  const end = last ?? linksOf(page)
  const room = longest - measure(end.map((line) => `\n${line}`).join(''))
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
  return [...(text === '' ? [] : [text]), ...end].join('\n')
}

export const bytes = (text: string): number => Buffer.byteLength(text)
