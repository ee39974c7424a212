// The alert rules for Prometheus as they stand in deploy/, and what each asks for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from './service.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly runbook: string }
}
const { groups } = parse(readFileSync(join(root, 'deploy/prometheus-rules.yml'), 'utf8')) as {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[]
}
/** All of them, over the groups. */
export const alertRules = groups.flatMap((group) => group.rules)

const words = new Set(['and', 'or', 'unless', 'on', 'by', 'offset'])
const functions = new Set(
  'absent label_replace max sum count increase rate deriv predict_linear histogram_quantile changes time'.split(' '),
)
/** What an expression asks for: names, and the labels that it speaks of. */
export function askedBy(expr: string): { readonly names: readonly string[]; readonly labels: readonly string[] } {
  const bare = expr.replaceAll(/"[^"]*"/g, '""').replaceAll(/\[[^\]]*\]/g, '')
  const lists = [...bare.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','))
  const matchers = [...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
  )
  const names = [
    ...bare
      .replaceAll(/\{[^}]*\}/g, '')
      .replaceAll(/\b(?:by|on)\s*\([^)]*\)/g, '')
      .matchAll(/\b([a-z_]\w*)\b(\s*\()?/gi),
  ].flatMap(([, name = '', call]) =>
    words.has(name) || (call && functions.has(name)) || /^\d/.test(name) ? [] : [name],
  )
  return { names: [...new Set(names)], labels: [...lists, ...matchers].map((label) => label.trim()).filter(Boolean) }
}
