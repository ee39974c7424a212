// The details of an audit record: `Policy Name: Set to [x], Retention Days: Changed from [60] to [1], User Group : [master]`.

export interface Detail {
  readonly name: string
  /** Empty where the record has no value before. */
  readonly from: string
  readonly to: string
}

const pair =
  /([A-Za-z][\w /().-]{0,80}?)\s*:\s*(?:(?:set|changed|modified) (?:to )?)?(?:from )?\[([^\]]{0,500})\](?:\s*(?:to|->|=>|,?\s*new(?: value)?\s*:?)\s*\[([^\]]{0,500})\])?/gi
const old =
  /([A-Za-z][\w /().-]{0,80}?)\s*:\s*old(?: value)?\s*:?\s*\[([^\]]{0,500})\]\s*,?\s*new(?: value)?\s*:?\s*\[([^\]]{0,500})\]/gi

/** What a text lists in brackets, in order; at most a hundred. */
export function detailsIn(text: string): readonly Detail[] {
  const told = text.slice(0, 20_000)
  const both = [...told.matchAll(old)].map(([, name = '', from = '', to = '']) => ({ name: name.trim(), from, to }))
  const rest = told
    .replace(old, ' ')
    .matchAll(pair)
    .map(([, name = '', first = '', second]): Detail => {
      const label = name.trim().replace(/^(and|,)\s+/i, '')
      return second === undefined ? { name: label, from: '', to: first } : { name: label, from: first, to: second }
    })
    .toArray()
  return [...both, ...rest].slice(0, 100)
}

/** The value of the first detail whose name has these words. */
export const detailOf = (details: readonly Detail[], words: RegExp): string | undefined =>
  details.find(({ name }) => words.test(name))?.to || undefined
