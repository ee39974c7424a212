// HTML that cannot be broken by what is put into it: every value is escaped unless it is HTML of ours.

/** Text that is HTML already. */
export interface Html {
  readonly html: string
}
type Part = Html | string | number | undefined | false | null | readonly Part[]

/** A template whose values are escaped; lists are joined; undefined, null and false are nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => {
  let [out, own] = ['', '']
  for (const [index, text] of texts.entries()) {
    out += text
    own += text
    if (index < parts.length) out += toHtml(parts[index], isPlain(own))
  }
  return { html: out }
}

/** Within a tag, and within what holds nothing but text, no tag may stand. */
const isPlain = (before: string): boolean =>
  before.lastIndexOf('<') > before.lastIndexOf('>') || /<(title|textarea|option|text|tspan)\b[^>]*>[^<]*$/.test(before)

function toHtml(part: Part, plain: boolean): string {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'object' && 'html' in part) return part.html
  if (typeof part === 'object') return part.map((one) => toHtml(one, plain)).join('')
  return escapeHtml(String(part), plain)
}

/** Also shows what would hide: control and direction characters stand as their code points. */
const escapeHtml = (text: string, plain: boolean): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : shown(sign, plain)))

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
function shown(sign: string, plain: boolean): string {
  const name = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return plain ? `[${name}]` : `<span class="odd">${name}</span>`
}
