// What is kept of a record: its text and its fields, both without the secrets that stood in it.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { parseJson } from '../envelope/decode.ts'
import { type Masked, maskSecrets } from './mask.ts'

/** The record's text with secrets masked, and the fields that may be kept: none of the record's own where one stood in it. */
export function kept(
  original: string,
  fields: JsonObject,
  more: readonly RegExp[] = [],
): Masked & { readonly vendor: JsonObject; readonly clean: true } {
  const masked = maskSecrets(original, more)
  if (masked.hash === undefined) return { original: masked.original, vendor: fields, clean: true }
  return { ...masked, vendor: withoutSecrets(fields, more), clean: true }
}

/** Fields with the secrets in their texts masked; none where what is left is no JSON any more. */
export function withoutSecrets(fields: Readonly<Record<string, unknown>>, more: readonly RegExp[] = []): JsonObject {
  const again = parseJson(maskSecrets(JSON.stringify(fields), more).original)
  return again.ok && isObject(again.value) ? again.value : {}
}
