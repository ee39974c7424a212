// Runbooks as HTML: the small part of Markdown that they use, built from escaped text alone.
import { type Html, html } from './html.ts'

/** What stands before a step of a runbook: the items of its numbered lists, by their words as they are written. */
export type StepMark = (words: string) => Html

/** Headings, paragraphs, lists (two levels), quotes, fences, code, emphasis and links to http(s) and to places on the page. */
export function markdown(text: string, step?: StepMark): Html {
  const lines = text.replace(/\r\n?/g, '\n').slice(0, 200_000).split('\n')
  const blocks: Html[] = []
  let here = 0
  while (here < lines.length) {
    const [block, next] = blockAt(lines, here, step)
    if (block) blocks.push(block)
    here = next
  }
  return html`${blocks}`
}

type Found = readonly [Html | undefined, number]

function blockAt(lines: readonly string[], from: number, step: StepMark | undefined): Found {
  const line = lines[from] ?? ''
  if (line.trim() === '') return [undefined, from + 1]
  if (/^\s*```/.test(line)) return fence(lines, from)
  const heading = /^(#{1,5})\s+(.*)$/.exec(line)
  if (heading) return [headingOf(heading[1]?.length ?? 1, heading[2] ?? ''), from + 1]
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [html`<hr>`, from + 1]
  if (item.test(line)) return list(lines, from, step)
  if (/^\s*>/.test(line)) return quote(lines, from)
  return paragraph(lines, from)
}

/** The page has its own first heading, so a runbook's begins one level below. */
function headingOf(level: number, text: string): Html {
  const content = inline(text)
  if (level === 1) return html`<h3>${content}</h3>`
  return level === 2 ? html`<h4>${content}</h4>` : html`<h5>${content}</h5>`
}

function fence(lines: readonly string[], from: number): Found {
  let end = from + 1
  while (end < lines.length && !/^\s*```\s*$/.test(lines[end] ?? '')) end += 1
  return [html`<pre tabindex="0"><code>${lines.slice(from + 1, end).join('\n')}</code></pre>`, end + 1]
}

function quote(lines: readonly string[], from: number): Found {
  let end = from
  while (end < lines.length && /^\s*>/.test(lines[end] ?? '')) end += 1
  const text = lines.slice(from, end).map((line) => line.replace(/^\s*>\s?/, ''))
  return [html`<blockquote><p>${inline(text.join(' '))}</p></blockquote>`, end]
}

function paragraph(lines: readonly string[], from: number): Found {
  let end = from + 1
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !startsBlock(lines[end] ?? '')) end += 1
  return [
    html`<p>${inline(
      lines
        .slice(from, end)
        .map((line) => line.trim())
        .join(' '),
    )}</p>`,
    end,
  ]
}

const startsBlock = (line: string): boolean => /^(#{1,5}\s|\s*```|\s*>)/.test(line) || item.test(line)

const item = /^(\s*)([-*+]|\d{1,4}[.)])\s+(.*)$/

interface Item {
  readonly indent: number
  readonly ordered: boolean
  readonly start: number
  text: string
}

function list(lines: readonly string[], from: number, step: StepMark | undefined): Found {
  const items: Item[] = []
  let end = from
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? ''
    const found = item.exec(line)
    const last = items.at(-1)
    if (found) {
      const mark = found[2] ?? ''
      items.push({
        indent: found[1]?.length ?? 0,
        ordered: /\d/.test(mark),
        start: Number.parseInt(mark, 10),
        text: found[3] ?? '',
      })
    } else if (line.trim() === '') {
      if (!item.test(lines[end + 1] ?? '') && !/^\s{2,}\S/.test(lines[end + 1] ?? '')) break
    } else if (last && /^\s/.test(line)) last.text += ` ${line.trim()}`
    else if (last && lines[end - 1]?.trim() !== '' && !startsBlock(line)) last.text += ` ${line.trim()}`
    else break
  }
  return [nest(items, step), end]
}

/** Deeper items hang below the one before them. */
function nest(items: readonly Item[], step?: StepMark): Html {
  const [first] = items
  if (!first) return html``
  const out: Html[] = []
  for (let here = 0; here < items.length; ) {
    const head = items[here]
    let next = here + 1
    while (next < items.length && (items[next]?.indent ?? 0) > first.indent + 1) next += 1
    out.push(
      html`<li>${first.ordered && head && step?.(head.text)}${inline(head?.text ?? '')}${next > here + 1 ? nest(items.slice(here + 1, next)) : undefined}</li>`,
    )
    here = next
  }
  if (!first.ordered) return html`<ul>${out}</ul>`
  return first.start === 1 ? html`<ol>${out}</ol>` : html`<ol start="${first.start}">${out}</ol>`
}

const span =
  /(`+)(.+?)\1|\*\*(.+?)\*\*|(?<![\w*])[*_](?!\s)(.+?)(?<!\s)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:\/\/[^>\s]+)>/

function inline(text: string, depth = 0): Html {
  const out: Html[] = []
  let rest = text.slice(0, 20_000)
  for (let found = depth > 4 ? null : span.exec(rest); found; found = span.exec(rest)) {
    out.push(html`${rest.slice(0, found.index)}`, piece(found, depth))
    rest = rest.slice(found.index + found[0].length)
  }
  out.push(html`${rest}`)
  return html`${out}`
}

function piece([whole, , code, strong, soft, label, target, bare]: RegExpExecArray, depth: number): Html {
  if (code !== undefined) return html`<code>${code}</code>`
  if (strong !== undefined) return html`<strong>${inline(strong, depth + 1)}</strong>`
  if (soft !== undefined) return html`<em>${inline(soft, depth + 1)}</em>`
  const address = target ?? bare
  if (address !== undefined && /^(https?:\/\/|#)/i.test(address))
    return html`<a href="${address}" rel="noopener noreferrer">${label === undefined ? address : inline(label, depth + 1)}</a>`
  return label === undefined ? html`${whole}` : inline(label, depth + 1)
}
