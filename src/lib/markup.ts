// Text as it may stand in XML and HTML, between tags and in quoted attributes.

/**
 * The four characters that mean something there, written out. What would hide or turn text around stands as its code point: XML
 * has no place for most of it, and whoever reads must see it.
 */
export const escapeMarkup = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (/[\n\r\t]/.test(sign) ? sign : codePoint(sign)))

/** `[U+202E]`. */
const codePoint = (sign: string): string =>
  `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
