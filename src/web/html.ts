// HTML that cannot be broken by what is put into it: every value is escaped unless it is HTML of ours.

/** Text that is HTML already. */
export interface Html {
  readonly html: string
}
type Part = Html | string | number | undefined | false | null | readonly Part[]

/** A template whose values are escaped; lists are joined; undefined, null and false are nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, index) => text + (index < parts.length ? toHtml(parts[index]) : '')).join(''),
})

function toHtml(part: Part): string {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'object' && 'html' in part) return part.html
  if (typeof part === 'object') return part.map(toHtml).join('')
  return escapeHtml(String(part))
}

/** Also shows what would hide: control and direction characters stand as their code points. */
const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : shown(sign)))

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const shown = (sign: string): string =>
  `<span class="odd">U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}</span>`
