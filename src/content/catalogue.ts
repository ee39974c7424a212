// The rules of a folder as people look at them: what each says of itself, how it is used, and its text.
import type { RuleEntry, RuleUse } from '../model/detections.ts'
import type { RuleMeta } from '../model/rule.ts'
import type { Detections } from './load.ts'

/** ATT&CK techniques among the tags of a rule, as `T1490`, in their order. */
export const techniquesIn = (tags: readonly string[]): readonly string[] => [
  ...new Set(tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? [])),
]

/** Every rule and correlation of a folder, in use or not, by file and in the order of each file. */
export function catalogueOf({ parsed, metas, problems, text }: Detections): readonly RuleEntry[] {
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
  const read = new Set([...parsed.rules, ...parsed.correlations].map(({ meta }) => meta.id))
  const unread = problems.flatMap(({ rule, file, line, message }): readonly RuleEntry[] => {
    if (rule === undefined || read.has(rule)) return []
    read.add(rule)
    const title = /^title:[ \t]*(.+)$/m.exec(documentOf(text(file) ?? '', rule) ?? '')?.[1]?.trim() ?? rule
    const nothing = { logsource: {}, tags: [], techniques: [], fields: [], falsepositives: [], references: [] }
    return [{ id: rule, title, kind: 'rule', use: 'unused', file, ...nothing, ...(line && { line }), trouble: message }]
  })
  return [
    ...parsed.rules.map(({ meta }) => entry('rule', meta)),
    ...parsed.correlations.map(({ meta }) => entry('correlation', meta)),
    ...unread,
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
export function ruleTextOf({ parsed, problems, text }: Detections, id: string): string | undefined {
  const file =
    [...parsed.rules, ...parsed.correlations].find(({ meta }) => meta.id === id)?.meta.file ??
    problems.find(({ rule }) => rule === id)?.file
  const whole = file === undefined ? undefined : text(file)
  return whole === undefined ? undefined : (documentOf(whole, id) ?? whole).trim()
}

const documentOf = (whole: string, id: string): string | undefined =>
  whole.split(/^---[ \t]*\r?$/m).find((document) => /^id:[ \t]*['"]?([^'"\s#]+)/m.exec(document)?.[1] === id)
