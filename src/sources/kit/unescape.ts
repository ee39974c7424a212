// Percent signs in a part of an address, as the letters that they stand for.

/** What is escaped badly stays as it is. */
export function unescaped(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
