// Reads the lists of words that say what something is for: `_words.yml` of a detections folder, else the product's own.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../lib/json.ts'
import type { Problem } from '../model/rule.ts'
import type { WordLists } from '../model/words.ts'
import { ownDetections, readText } from './files.ts'

const file = '_words.yml'
const keys = {
  copies: 'copies',
  perhaps: 'perhaps',
  sandbox: 'sandbox',
  noCopies: 'no-copies',
  products: 'products',
  backupFiles: 'backup-files',
  adminGroups: 'admin-groups',
  views: 'views',
  productAgents: 'product-agents',
  retentionServices: 'retention-services',
} as const satisfies Record<keyof WordLists, string>

export interface ReadWords {
  readonly words: WordLists
  readonly problems: readonly Problem[]
}

/** The lists of a folder; a list that is missing or wrong is a problem, and the product's own stands for it. */
export function readWords(folder: string): ReadWords {
  const own = listsOf(join(ownDetections, file))
  const path = join(folder, file)
  if (folder === ownDetections || !existsSync(path)) return { words: complete(own), problems: problemsOf(own) }
  const given = listsOf(path)
  return { words: complete({ ...own, ...given }), problems: problemsOf(given) }
}

type Lists = { readonly [key in keyof WordLists]?: readonly string[] }

function listsOf(path: string): Lists {
  let value: unknown
  try {
    value = parse(readText(path))
  } catch {
    return {}
  }
  if (!isObject(value)) return {}
  const lists: Record<string, readonly string[]> = {}
  for (const [name, key] of Object.entries(keys)) {
    const list = value[key]
    if (Array.isArray(list)) lists[name] = list.map((word) => String(word).toLowerCase())
  }
  return lists
}

const complete = ({
  copies = [],
  perhaps = [],
  sandbox = [],
  noCopies = [],
  products = [],
  backupFiles = [],
  adminGroups = [],
  views = [],
  productAgents = [],
  retentionServices = [],
}: Lists): WordLists => ({
  copies,
  perhaps,
  sandbox,
  noCopies,
  products,
  backupFiles,
  adminGroups,
  views,
  productAgents,
  retentionServices,
})

const problemsOf = (lists: Lists): readonly Problem[] =>
  Object.entries(keys)
    .filter(([name]) => lists[name as keyof WordLists] === undefined)
    .map(([, key]) => ({ file, message: `the list "${key}" is missing or no list of words` }))
