// The settings that several channels share.
import type { JsonSchema } from '../../model/pager.ts'

/**
 * Settings of a channel that is posted to by an address alone.
 * @param description what the address is, for docs/pagers.md
 * @param more further settings, none of them needed
 */
export const addressOnly = (description: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  required: ['url'],
  additionalProperties: false,
  properties: { url: { type: 'string', format: 'uri', description }, ...more },
})
