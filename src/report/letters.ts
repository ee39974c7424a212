// Letters that the fonts have which every reader of PDF brings along; others lose their marks, or stand as their code points.

/** Windows-1252 behind its first half. */
const more = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const spelled: Readonly<Record<string, string>> = {
  '→': '->',
  '←': '<-',
  '≤': '<=',
  '≥': '>=',
  '−': '-',
  ł: 'l',
  Ł: 'L',
}

export function printable(text: string): string {
  return [...text.toWellFormed().replace(/[\p{Cc}\s]+/gu, ' ')].map(letter).join('')
}

function letter(sign: string): string {
  if (has(sign)) return sign
  const other = spelled[sign]
  if (other !== undefined) return other
  const bare = sign.normalize('NFKD').replace(/\p{M}/gu, '')
  if (bare !== '' && [...bare].every(has)) return bare
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function has(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff && code !== 0xad) || more.has(sign)
}
