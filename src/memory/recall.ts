// How the kinds of memory name and read their entries: hashed keys, so that no name collides, bloats or crosses a site.
import { hashOf } from '../lib/hash.ts'
import { isObject, type Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import { defaultSite } from '../model/site.ts'

export const siteOf = (event: Event): string => event.backup?.site ?? defaultSite

/** A key of any parts, the site first. */
export const keyOf = (...parts: readonly string[]): string => hashOf(...parts)

export const listOf = <T>(value: Json | undefined): readonly T[] =>
  Array.isArray(value) ? (value as unknown as readonly T[]) : []
export const recordOf = <T extends object>(value: Json | undefined): Partial<T> =>
  isObject(value) ? (value as unknown as T) : {}
/** The texts of a list that comes from a record: nothing else in it is a name. */
export const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
export const asJson = (value: unknown): Json => value as Json

/** Names and texts as memory keeps them: short, since they come from records. */
export const short = (text: string, longest = 200): string => (text.length > longest ? text.slice(0, longest) : text)
