// The settings that several pagers share.
import type { JsonSchema } from '../../model/pager.ts'

/** An address that is posted to. @param ready the one that stands where none is given */
export const address = (description: string, ready?: string): JsonSchema => ({
  type: 'string',
  format: 'http-url',
  ...(ready === undefined ? {} : { default: ready }),
  description,
})

/** A text that is not empty. */
export const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description })

/** A key that signs or is compared: short ones can be guessed. */
export const key = (description: string): JsonSchema => ({ type: 'string', minLength: 8, description })

/** Settings and nothing else. */
export const settings = (
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
})

/**
 * Settings of a channel that is posted to by an address alone.
 * @param description what the address is, for docs/pagers.md
 * @param more further settings, none of them needed
 */
export const addressOnly = (description: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  settings(['url'], { url: address(description), ...more })

/** For providers that sign nothing but send a header of one's choice. */
export const hookToken = key(
  'A secret of your own that the provider sends with each call, as `Authorization: Bearer TOKEN` or `X-Lastcopy-Token: TOKEN`. Without it nothing that comes back is believed.',
)

/** For providers that are told where to call. */
export const hookUrl = address(
  'Public address of this pager’s hook, as the provider reaches it: `https://lastcopy.example.com/hooks/NAME`. Without it nobody can answer from there.',
)
