// Files: what a rule must say of itself, several documents, collections of version 1.
import type { Clause, FileCase } from './clause.ts'

const rule = (id: string, value: number, head = ''): string =>
  `title: ${id}\nid: ${id}\n${head}logsource:\n  product: x\ndetection:\n  selection:\n    f: ${value}\n  condition: selection\n`
const file = (...documents: readonly string[]): string => documents.join('---\n')
const one = rule('one', 1)
const event = { f: 1 }
const global = 'action: global\ntitle: shared\nlogsource:\n  product: x\ndetection:\n  condition: selection\n'
const part = (id: string, value: number, head = ''): string =>
  `${head}id: ${id}\ndetection:\n  selection:\n    f: ${value}\n`

export const files: readonly Clause<FileCase>[] = [
  {
    of: 'rules: Yaml File',
    says: 'The rule files are written in YAML',
    cases: [
      ['line ends of Windows', one.replaceAll('\n', '\r\n'), event, ['one']],
      ['a byte order mark', `\ufeff${one}`, event, ['one']],
      ['an indentation of two or four', one.replace('    f: 1', '        f: 1'), event, ['one']],
      ['double quotes', one.replace('f: 1', 'f: "1"'), event, ['one']],
      ['comments', `# a comment\n${one}`, event, ['one']],
      ['an anchor and its alias', one.replace('    f: 1', '    <<: &b {f: 1}\n  other: *b'), event, ['one']],
      ['a key twice', one.replace('    f: 1', '    f: 1\n    f: 2'), event, [], 'no YAML'],
      ['a tab', one.replace('    f: 1', '\tf: 1'), event, [], 'no YAML'],
      ['no map', '- a\n', event, [], 'a rule is a map'],
      ['no YAML at all', 'a: [', event, [], 'no YAML'],
    ],
  },
  {
    of: ['rules: Title', 'rules: Identification', 'rules: Name'],
    says: 'A unique identifier; a title; a name for correlations',
    cases: [
      ['an id is optional: the name of the file stands for it', one.replace('id: one\n', ''), event, ['rule.yml']],
      ['an id need not be a UUID', rule('any text', 1), event, ['any text']],
      ['a related rule changes nothing', rule('one', 1, 'related:\n  - {id: x, type: derived}\n'), event, ['one']],
      ['a name', rule('one', 1, 'name: a_name\n'), event, ['one']],
      ['two rules of one id', file(one, one), event, ['one', 'one']],
    ],
  },
  {
    of: ['rules: Status', 'rules: Level', 'rules: Tags', 'rules: Taxonomy'],
    says: 'What a rule says of itself',
    cases: [
      ...['informational', 'low', 'medium', 'high', 'critical'].map(
        (level): FileCase => [`the level ${level}`, rule('one', 1, `level: ${level}\n`), event, ['one']],
      ),
      ['no such level', rule('one', 1, 'level: hihg\n'), event, [], 'there is no level "hihg"'],
      ['a deprecated rule still is one', rule('one', 1, 'status: deprecated\n'), event, ['one']],
      ['tags', rule('one', 1, 'tags: [attack.t1490]\n'), event, ['one']],
      ['the default taxonomy', rule('one', 1, 'taxonomy: sigma\n'), event, ['one']],
      ['arbitrary custom fields', rule('one', 1, 'our_field: [1, {a: b}]\n'), event, ['one']],
    ],
  },
  {
    of: ['rules: LogSource', 'rules: Detection'],
    says: 'Mandatory',
    cases: [
      ['no log source', one.replace(/logsource:\n.*\n/, ''), event, [], 'logsource is missing'],
      ['a log source in other case', one.replace('product: x', 'product: X'), event, ['one']],
      ['a definition is for readers', one.replace('product: x', 'definition: read this'), event, ['one']],
      [
        'a log source that is no text',
        one.replace('product: x', 'product: [x]'),
        event,
        [],
        'logsource.product is no text',
      ],
      ['no detection', one.replace(/detection:[\s\S]*/, ''), event, [], 'no detection'],
      [
        'a detection that is no map',
        one.replace(/detection:[\s\S]*/, 'detection: 5\n'),
        event,
        [],
        'detection is no map',
      ],
    ],
  },
  {
    of: 'rules: File Structure',
    says: 'A file may hold several documents; one that is wrong leaves the others alone',
    cases: [
      ['each is a rule', file(one, rule('two', 1), rule('three', 2)), event, ['one', 'two']],
      ['an empty document is none', file('', one, ''), event, ['one']],
      [
        'a bad condition',
        file(one, rule('two', 1).replace('condition: s', 'condition: x'), rule('three', 1)),
        event,
        ['one', 'three'],
        'there is no search',
      ],
      ['no YAML between two', file(one, 'a: [1\n', rule('three', 1)), event, ['one', 'three'], 'no YAML'],
      [
        'global gives its content to the documents behind it',
        file(global, part('one', 1), part('two', 2)),
        { f: 2 },
        ['two'],
      ],
      [
        'reset ends it',
        file(global, part('one', 1), 'action: reset\n', part('two', 1)),
        event,
        ['one'],
        'logsource is missing',
      ],
      [
        'repeat lays its content over the rule before',
        file(one, part('two', 2, 'action: repeat\n')),
        { f: 2 },
        ['two'],
      ],
      ['no such action', file(global, part('one', 1, 'action: globl\n')), event, [], 'there is no action "globl"'],
    ],
  },
]
