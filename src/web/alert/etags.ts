// Versions of alerts as HTTP tells them: an ETag on what is read, an If-Match on what is done.
import type { Alert } from '../../model/alert.ts'
import type { AlertHistory } from '../../model/store.ts'

/** The alert's version, and how much was told and done about it. */
export const etagOf = ({ version }: Alert, { pages, deliveries, actions }: AlertHistory): string =>
  `"${version}-${pages.length + deliveries.length + actions.length}"`

/** Whether the browser has it already. */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || tags(ifNoneMatch).includes(etag))

/**
 * Whether an act was meant for this version. Pages and notes that came since are no other version; without If-Match nobody
 * asked.
 */
export const isMeant = (ifMatch: string | undefined, version: number): boolean =>
  ifMatch === undefined ||
  ifMatch.trim() === '*' ||
  tags(ifMatch).some((tag) => new RegExp(`^"${version}(-\\d+)?"$`).test(tag))

const tags = (header: string): readonly string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
