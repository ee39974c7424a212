// What is kept of a record: its text and its fields, both without the secrets that stood in it.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { parseJson } from '../envelope/decode.ts'
import { type Masked, maskSecrets } from './mask.ts'

/** The record's text with secrets masked, and the fields that may be kept: none of the record's own where one stood in it. */
export function kept(
  original: string,
  fields: JsonObject,
  more: readonly RegExp[] = [],
): Masked & { readonly vendor: JsonObject } {
  const masked = maskSecrets(original, more)
  if (masked.hash === undefined) return { original: masked.original, vendor: fields }
  const again = parseJson(maskSecrets(JSON.stringify(fields), more).original)
  return { ...masked, vendor: again.ok && isObject(again.value) ? again.value : {} }
}
