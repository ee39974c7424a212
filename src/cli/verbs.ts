// Commands with verbs (`user add`, `alert close`): finds the verb, counts its words, and says what there is.
import { UsageError } from './command.ts'

/** The verb and the words behind it. @throws UsageError for an unknown verb, or too few or too many words */
export function readVerb<V extends string>(
  [verb, ...words]: readonly string[],
  verbs: Readonly<Record<V, readonly [least: number, most: number]>>,
): readonly [verb: V, ...words: readonly string[]] {
  const known = Object.keys(verbs)
  if (verb === undefined) throw new UsageError(`which? ${known.join(', ')}`)
  if (!Object.hasOwn(verbs, verb)) throw new UsageError(`it cannot ${verb}; it can: ${known.join(', ')}`)
  const [least, most] = verbs[verb as V]
  if (words.length < least) throw new UsageError(`${verb} of what?`)
  if (words.length > most) throw new UsageError(`"${words[most]}" is too much`)
  return [verb as V, ...words]
}
