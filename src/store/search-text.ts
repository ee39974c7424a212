// What a search looks at: everything by which a person would look for an alert, in small letters.
import type { Alert } from '../model/alert.ts'

const longest = 4_000

/** The text of an alert in which every word of a search must occur. */
export function searchText({
  id,
  summary,
  title,
  actor,
  resource,
  account,
  region,
  site,
  rule,
  ...alert
}: Alert): string {
  return [
    summary,
    title,
    alert.class,
    id,
    actor.name,
    actor.id,
    ...actor.addresses,
    resource.name,
    resource.id,
    resource.type,
    resource.platform,
    resource.container ?? '',
    account ?? '',
    region ?? '',
    site,
    rule.id,
  ]
    .join('\n')
    .slice(0, longest)
    .toLowerCase()
}

/** The words of a search, in small letters; at most ten, the rest would only cost. */
export const wordsOf = (text: string): readonly string[] =>
  text.slice(0, 500).toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
