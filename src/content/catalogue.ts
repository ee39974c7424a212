// The rules of a folder as people look at them: what each says of itself, how it is used, and its text.
import type { RuleEntry, RuleUse } from '../model/detections.ts'
import type { RuleMeta } from '../model/rule.ts'
import type { Detections } from './load.ts'

/** ATT&CK techniques among the tags of a rule, as `T1490`, in their order. */
export const techniquesIn = (tags: readonly string[]): readonly string[] => [
  ...new Set(tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? [])),
]

/** Every rule and correlation of a folder, in use or not, by file and in the order of each file. */
export function catalogueOf({ parsed, metas, problems }: Detections): readonly RuleEntry[] {
  const used = new Set(metas.map(({ id }) => id))
  const trouble = new Map(problems.flatMap(({ rule, message }) => (rule === undefined ? [] : [[rule, message]])))
  const entry = (kind: RuleEntry['kind'], meta: RuleMeta): RuleEntry => {
    const { lastcopy, level, status, description, line, ...rest } = meta
    const inUse = used.has(meta.id)
    const { id, title, logsource, tags, fields, falsepositives, references, file } = rest
    return {
      ...{ id, title, kind, use: useOf(meta, inUse), logsource, tags, fields, falsepositives, references, file },
      ...(description === undefined ? {} : { description }),
      ...(status === undefined ? {} : { status }),
      ...(level === undefined ? {} : { level }),
      ...(line === undefined ? {} : { line }),
      techniques: techniquesIn(tags),
      ...ownPart(lastcopy),
      ...(inUse ? {} : { trouble: trouble.get(id) ?? 'it is not in use' }),
    }
  }
  return [
    ...parsed.rules.map(({ meta }) => entry('rule', meta)),
    ...parsed.correlations.map(({ meta }) => entry('correlation', meta)),
  ].sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1))
}

function useOf({ lastcopy }: RuleMeta, inUse: boolean): RuleUse {
  if (!inUse) return 'unused'
  if (!lastcopy) return 'feeds'
  return lastcopy.staged ? 'staged' : 'live'
}

function ownPart(block: RuleMeta['lastcopy']): Partial<RuleEntry> {
  if (!block) return {}
  const { staged: _, ...told } = block
  return told
}

/** The text of one rule: its document of the file. Undefined where there is no such rule. */
export function ruleTextOf({ parsed, text }: Detections, id: string): string | undefined {
  const rule = [...parsed.rules, ...parsed.correlations].find(({ meta }) => meta.id === id)
  const whole = rule && text(rule.meta.file)
  if (whole === undefined) return undefined
  const documents = whole.split(/^---[ \t]*\r?$/m)
  const own = documents.find((document) => idIn(document) === id)
  return (own ?? whole).trim()
}

const idIn = (document: string): string | undefined => /^id:[ \t]*['"]?([^'"\s#]+)/m.exec(document)?.[1]
