// schemas/detection.schema.json is what editors check rules by: it takes all that we take, and marks what we would complain of.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { ownDetections, ruleFiles } from '../../src/content/files.ts'
import { scaffold } from '../../src/content/scaffold.ts'
import { verbs } from '../../src/model/verb.ts'
import { parseRules } from '../../src/sigma/parse.ts'
import { withWords } from './rule-schema.ts'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'schemas/detection.schema.json'), 'utf8')
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true, strictRequired: false })
// CommonJS and ES modules disagree about where the function is.
const add = addFormats as unknown as (target: Ajv) => void
add(ajv)
const check = ajv.compile(JSON.parse(text))

/** What is wrong with the documents of a file. */
const wrong = (yaml: string): readonly string[] =>
  [...parseAllDocuments(yaml)].flatMap((document) => {
    const value: unknown = document.toJS()
    if (value === null || check(value)) return []
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  })

test('it has the words and fields that `npm run golden` writes', () => {
  expect(text).toBe(withWords(text))
})

test.each(ruleFiles(ownDetections))('$name is fine by it', ({ path }) => {
  expect(wrong(readFileSync(path, 'utf8'))).toEqual([])
})

test('so are the template and what `lastcopy new` writes, and both name it', () => {
  const made = scaffold({
    name: 'snapshot_gone',
    title: 'A snapshot was taken away',
    verb: 'recovery-point-deleted',
    class: 'points-deleted',
    priority: 'page-now',
    schemas: '../schemas',
  })
  const template = readFileSync(join(ownDetections, '_template/rule.yml'), 'utf8')
  expect(made['.yml']).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/detection\.schema\.json\n/)
  expect(template).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/detection\.schema\.json\n/)
  expect([...wrong(made['.yml'] ?? ''), ...wrong(template)]).toEqual([])
})

test('every rule of the public corpus that we take is fine by it', () => {
  const corpus = resolve(root, '../shared/reference/sigma-corpus')
  if (!existsSync(corpus)) {
    process.stderr.write('the corpus of public rules is not here: nothing was compared with it\n')
    return
  }
  const files = readdirSync(corpus).filter((name) => name.endsWith('.yml'))
  const refused = files.flatMap((name) => {
    const documents = readFileSync(join(corpus, name), 'utf8').split(/^---$/m)
    return documents.flatMap((document) => {
      const found = parseRules(document, name)
      return found.problems.length > 0 || found.rules.length === 0
        ? []
        : wrong(document).map((one) => `${name}: ${one}`)
    })
  })
  expect(refused).toEqual([])
})

const rule = {
  title: 'x',
  logsource: { category: 'backup' },
  detection: { one: { 'event.action': 'retention-changed' }, condition: 'one' },
}
const counted = {
  title: 'x',
  correlation: { type: 'event_count', rules: ['a'], timespan: '1h', condition: { gte: 5 } },
}

test.each<[string, object]>([
  ['a rule', rule],
  ['a verb with a wildcard', { ...rule, detection: { one: { 'event.action|startswith': 'key-*' }, condition: 'one' } }],
  ['several verbs', { ...rule, detection: { one: { 'event.action': Object.keys(verbs) }, condition: 'one' } }],
  [
    "a vendor's field",
    { ...rule, detection: { one: { 'requestParameters.x|contains|all': ['a', 1] }, condition: 'one' } },
  ],
  ['words alone', { ...rule, detection: { one: ['a', { b: null }], condition: ['one', '1 of them'] } }],
  [
    'a block',
    { ...rule, lastcopy: { class: 'refused', priority: 'notify', state: 'stop', wait: '15m', staged: true } },
  ],
  ['a correlation', counted],
  ['one that only feeds another', { ...counted, lastcopy: { link: ['actor', 'address'] } }],
  ['one over open states', { ...counted, lastcopy: { class: 'chain', priority: 'page-now', states: { gte: 2 } } }],
  [
    'a temporal one in words',
    { title: 'x', correlation: { type: 'temporal', timespan: '7d', condition: 'a and not b' } },
  ],
  [
    'a filter',
    { title: 'x', logsource: { product: 'aws' }, filter: { rules: 'any', one: { a: 1 }, condition: 'not one' } },
  ],
  ['what a collection shares', { action: 'global', title: 'x', logsource: { product: 'windows' } }],
])('%s is fine', (_, document) => {
  expect(wrong(JSON.stringify(document))).toEqual([])
})

test.each<[string, object, string]>([
  ['no title', { ...rule, title: undefined }, "must have required property 'title'"],
  [
    'neither detection nor anything else',
    { title: 'x', logsource: { product: 'aws' } },
    "required property 'detection'",
  ],
  ['an id that is no UUID', { ...rule, id: 'mine' }, '/id must match format "uuid"'],
  ['no condition', { ...rule, detection: { one: { a: 1 } } }, "/detection must have required property 'condition'"],
  [
    'an unknown verb',
    { ...rule, detection: { one: { 'event.action': 'retension' }, condition: 'one' } },
    'event.action',
  ],
  ['an unknown modifier', { ...rule, detection: { one: { 'a|containz': 'b' }, condition: 'one' } }, 'property name'],
  ['a map for a value', { ...rule, detection: { one: { a: { b: 1 } }, condition: 'one' } }, '/detection/one/a'],
  [
    'an unknown class',
    { ...rule, lastcopy: { class: 'refusal', priority: 'notify' } },
    '/lastcopy/class must be equal',
  ],
  ['an unknown priority', { ...rule, lastcopy: { class: 'refused', priority: 'loud' } }, '/lastcopy/priority must be'],
  ['no priority', { ...rule, lastcopy: { class: 'refused' } }, "/lastcopy must have required property 'priority'"],
  [
    'a key that no block has',
    { ...rule, lastcopy: { class: 'refused', priority: 'queue', clas: 1 } },
    'NOT have additional',
  ],
  [
    'a link of a rule',
    { ...rule, lastcopy: { class: 'refused', priority: 'queue', link: 'actor' } },
    'NOT have additional',
  ],
  [
    'a wait that is none',
    { ...rule, lastcopy: { class: 'refused', priority: 'queue', wait: 'soon' } },
    '/lastcopy/wait',
  ],
  [
    'a correlation without a time',
    { title: 'x', correlation: { type: 'temporal', rules: ['a'] } },
    "property 'timespan'",
  ],
  ['an unknown type', { title: 'x', correlation: { ...counted.correlation, type: 'count' } }, '/correlation/type must'],
  [
    'an unknown link',
    { ...counted, lastcopy: { class: 'chain', priority: 'queue', link: ['person'] } },
    '/lastcopy/link',
  ],
  [
    'an unknown bound',
    { title: 'x', correlation: { ...counted.correlation, condition: { min: 5 } } },
    '/correlation/condition',
  ],
])('%s is marked', (_, document, words) => {
  expect(wrong(JSON.stringify(document)).join('; ')).toContain(words)
})
