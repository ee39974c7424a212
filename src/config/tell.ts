// Mistakes of a file, each with its path and the line in which it stands.
import type { Problem } from '../model/rule.ts'
import type { ReadYaml } from './read-yaml.ts'

/** Gathers mistakes with the line that each stands in. */
export function tellInto(problems: Problem[], file: string, lineOf: ReadYaml['lineOf']): Teller {
  const told = new Set<string>()
  return (where, message, hint) => {
    const path = pathOf(where)
    // One word about a setting is enough: what the first mistake caused further down would only confuse.
    if (path !== '' && told.has(path)) return
    told.add(path)
    const line = lineOf(where)
    problems.push({
      file,
      ...(line === undefined ? {} : { line }),
      message: `${path || 'the file'}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    })
  }
}

/** Tells a mistake at a path of the file. */
export type Teller = (where: readonly (string | number)[], message: string, hint?: string) => void

/** A path as people read it: `routes[1].escalation`. */
export const pathOf = (where: readonly (string | number)[]): string =>
  where.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
