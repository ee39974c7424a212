// The runbook beside a detection: its title and the first three steps, as they go into the page.
export interface Runbook {
  readonly title: string
  /** Plain text, at most three. */
  readonly steps: readonly string[]
  readonly markdown: string
}

const stepsOnAPage = 3

/** Reads a runbook. The steps are the items of the first numbered list; there are none when there is no such list. */
export function readRunbook(markdown: string): Runbook {
  const lines = markdown.split(/\r?\n/)
  const title = lines.find((line) => /^#\s/.test(line))?.replace(/^#\s+/, '') ?? ''
  const steps: string[] = []
  let inStep = false
  for (const line of lines) {
    const item = /^\s{0,3}\d+[.)]\s+(.*)$/.exec(line)?.[1]
    if (item !== undefined) {
      if (steps.length === stepsOnAPage) break
      steps.push(item)
      inStep = true
    } else if (inStep && /^\s+\S/.test(line)) steps.push(`${steps.pop() ?? ''} ${line.trim()}`)
    else if (inStep && /^\S/.test(line)) break
    else inStep = inStep && line.trim() === ''
  }
  return { title: told(title), steps: steps.map(told), markdown }
}

/** Markdown as plain text: emphasis, code marks and link targets gone. */
const told = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
