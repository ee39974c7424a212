// The encodings that modifiers ask for: UTF-16 of both orders, and base64 whole or at its three offsets.

export type Width = 'utf16le' | 'utf16be' | 'utf16'

/**
 * A text as UTF-16, one character a byte. `utf16` prepends the byte order mark: specification, `FF FE 63 00 6d 00 64 00`.
 */
export function widen(text: string, width: Width): string {
  const little = Buffer.from(text, 'utf16le')
  if (width === 'utf16be') return Buffer.from(little).swap16().toString('latin1')
  return `${width === 'utf16' ? '\u00ff\u00fe' : ''}${little.toString('latin1')}`
}

/** @param bytes the text is one character a byte, as `widen` gives it; else it is encoded as UTF-8 first */
export const base64 = (text: string, bytes: boolean): string => bytesOf(text, bytes).toString('base64')

/** The three texts that a value may appear as within base64, whatever stands before and behind it. */
export const base64Offsets = (text: string, bytes: boolean): readonly string[] => [
  ...new Set([0, 1, 2].map((offset) => middle(bytesOf(text, bytes), offset))),
]

const bytesOf = (text: string, bytes: boolean): Buffer => Buffer.from(text, bytes ? 'latin1' : 'utf8')

/** Base64 of the bytes behind `offset` unknown ones, without the characters that their neighbours colour. */
function middle(bytes: Buffer, offset: number): string {
  const first = [0, 2, 3][offset] ?? 0
  const spare = (bytes.length + offset) % 3
  const text = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64')
  const last = spare === 0 ? text.length : text.length - (spare === 1 ? 3 : 2)
  return text.slice(first, last)
}
