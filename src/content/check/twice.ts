// What stands twice in a folder of rules: ids, titles, and conditions under two names.
import { canonical, type Json } from '../../lib/json.ts'
import type { RuleMeta } from '../../model/rule.ts'
import type { Rule } from '../../sigma/ast.ts'

export interface Twice {
  readonly meta: RuleMeta
  readonly word: string
  readonly message: string
}

/** A rule that waits may ask for the same as one that does not. @param metas of rules and correlations alike */
export function twice(metas: readonly RuleMeta[], rules: readonly Rule[]): readonly Twice[] {
  const place = ({ file, line }: RuleMeta): string => `${file}:${line ?? 1}`
  return [
    ...repeated(metas, ({ id }) => id).map(([meta, other]) => ({
      meta,
      word: meta.id,
      message: `the id ${meta.id} is taken by ${place(other)}`,
    })),
    ...repeated(metas, ({ title }) => title.toLowerCase()).map(([meta, other]) => ({
      meta,
      word: meta.title,
      message: `the title "${meta.title}" is taken by ${place(other)}`,
    })),
    ...repeated(rules, ({ meta, condition }) =>
      canonical([meta.logsource, condition, meta.lastcopy?.wait ?? null] as unknown as Json),
    ).map(([{ meta }, other]) => ({
      meta,
      word: 'detection',
      message: `asks for the same as "${other.meta.title}" (${place(other.meta)})`,
    })),
  ]
}

/** Every member whose key an earlier one has, with that one. */
function repeated<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [later: T, earlier: T])[] {
  const seen = new Map<string, T>()
  return all.flatMap((one) => {
    const key = keyOf(one)
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, one)
    return earlier === undefined ? [] : [[one, earlier] as const]
  })
}
