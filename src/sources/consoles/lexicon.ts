// Which kinds of words a sentence has, each word looked up once: quicker than a pattern a kind, and easier to read.

/** Says whether one of the kinds of words is in the sentence. */
export type Has<Kind extends string> = (...kinds: readonly Kind[]) => boolean

/** More of a text is no sentence. */
const longest = 600
const mostWords = 120
const word = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu

/** Kinds of words, each as words and phrases of at most three words with a bar between them, in small letters. */
export function lexiconOf<Kind extends string>(kinds: Readonly<Record<Kind, string>>): (text: string) => Has<Kind> {
  const known = new Map<string, Kind[]>()
  const pairs = Object.entries(kinds) as [Kind, string][]
  for (const [kind, words] of pairs)
    for (const phrase of words.split('|')) known.set(phrase, [...(known.get(phrase) ?? []), kind])
  return (text) => {
    const words = text.slice(0, longest).toLowerCase().match(word)?.slice(0, mostWords) ?? []
    const found = new Set<Kind>()
    words.forEach((first, place) => {
      let phrase = first
      for (let length = 1; length <= 3; length += 1) {
        for (const kind of known.get(phrase) ?? []) found.add(kind)
        const next = words[place + length]
        if (next === undefined) break
        phrase += ` ${next}`
      }
    })
    return (...asked) => asked.some((kind) => found.has(kind))
  }
}
