// Text without its case: the one form in which rules and events are compared.

/**
 * Lower case. A sigma at the end of a word has a letter of its own there, which would hide `ΟΔΟΣ` from `*Σ*`.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}
