// The files of a detections folder: rules, the cases beside them, the runbooks.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'

export interface DetectionFile {
  /** Relative to the folder, with `/`: `aws/retention.yml`. */
  readonly name: string
  readonly path: string
}

/** The detections that come with the product. */
export const ownDetections = resolve(import.meta.dirname, '../../detections')

/** Rule files of a folder, sorted; a folder whose name begins with `_` holds no rules. */
export const ruleFiles = (folder: string): readonly DetectionFile[] =>
  yamlFiles(folder).filter(({ name }) => !isCases(name) && !isTemplate(name))

/** The case files at a path: the file itself, the one beside a rule file, or all of a folder. */
export function caseFiles(path: string): readonly DetectionFile[] {
  if (statSync(path).isDirectory()) return yamlFiles(path).filter(({ name }) => isCases(name) && !isTemplate(name))
  const file = isCases(path) ? path : casesOf(path)
  return existsSync(file) ? [{ name: basename(file), path: file }] : []
}

const isTemplate = (name: string): boolean => name.split('/').some((part) => part.startsWith('_'))

export const isCases = (name: string): boolean => /\.test\.ya?ml$/.test(name)

/** `x.yml` → `x.test.yml`; `x.test.yml` → `x.yml`; `x.yml` → `x.md`. */
export const casesOf = (rules: string): string => rules.replace(/\.(ya?ml)$/, '.test.$1')
export const rulesOf = (cases: string): string => cases.replace(/\.test\.(ya?ml)$/, '.$1')
export const runbookOf = (rules: string): string => rules.replace(/\.ya?ml$/, '.md')

export const readText = (path: string): string => readFileSync(path, 'utf8')

function yamlFiles(folder: string): readonly DetectionFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), path }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
