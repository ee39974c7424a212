// The encodings that modifiers ask for: base64 at the three offsets, and UTF-16 of both orders.

type Width = 'utf16le' | 'utf16be' | 'utf16'

/** The texts that a value may appear as. `base64offset`: the middle that is the same whatever stands before and behind. */
export function encodings(
  value: string,
  width: Width | undefined,
  base: 'none' | 'base64' | 'base64offset',
): readonly string[] {
  const forms = width === undefined ? [Buffer.from(value, 'utf8')] : widen(value, width)
  if (base === 'none') return forms.map((bytes) => bytes.toString('latin1'))
  if (base === 'base64') return forms.map((bytes) => bytes.toString('base64'))
  return [...new Set(forms.flatMap((bytes) => [0, 1, 2].map((offset) => middle(bytes, offset))))]
}

function widen(value: string, width: Width): readonly Buffer[] {
  const little = Buffer.from(value, 'utf16le')
  const big = Buffer.from(little).swap16()
  if (width === 'utf16le') return [little]
  if (width === 'utf16be') return [big]
  return [Buffer.concat([Buffer.from([0xff, 0xfe]), little]), Buffer.concat([Buffer.from([0xfe, 0xff]), big])]
}

/** Base64 of the bytes behind `offset` unknown ones, without the characters that their neighbours colour. */
function middle(bytes: Buffer, offset: number): string {
  const first = [0, 2, 3][offset] ?? 0
  const spare = (bytes.length + offset) % 3
  const text = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64')
  const last = spare === 0 ? text.length : text.length - (spare === 1 ? 3 : 2)
  return text.slice(first, last)
}
