// `name=value name="a value" name='…'` as many products write their lines.

/** The pairs of a text. @param wins which of equal names */
export function pairsIn(text: string, wins: 'first' | 'last' = 'last'): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = Object.create(null)
  for (const found of text.matchAll(pair)) {
    const [, name = '', double, single, plain] = found
    if (wins === 'first' && name in pairs) continue
    pairs[name] = double === undefined ? (single ?? plain ?? '') : double.replace(/\\(["\\])/g, '$1')
  }
  return pairs
}

const pair = /([\w.@-]{1,100})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;]*))/g
