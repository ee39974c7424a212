// Filters: their condition is ANDed to their rules', and their log source is compared with their rules'.
import type { Clause, FileCase } from './clause.ts'

const rule = (id: string, logsource = 'product: windows', extra = ''): string =>
  `title: ${id}\nid: ${id}\n${extra}logsource:\n  ${logsource}\ndetection:\n  selection:\n    f: 1\n  condition: selection\n---\n`
const filter = (
  rules: string,
  condition = 'not selection',
  logsource = 'product: windows',
  search = 'User: adm',
): string =>
  `title: A filter\nid: the-filter\nlogsource:\n  ${logsource}\nfilter:\n  rules: ${rules}\n  selection:\n    ${search}\n  condition: ${condition}\n---\n`
const one = rule('one')
const adm = { f: 1, User: 'adm' }
const guest = { f: 1, User: 'guest' }

export const filters: readonly Clause<FileCase>[] = [
  {
    of: 'filters: filter condition',
    says: 'ANDed to the rule, as pySigma does',
    cases: [
      ['"not selection" takes away what it describes', one + filter('[one]'), adm, []],
      ['and leaves the rest', one + filter('[one]'), guest, ['one']],
      ['"selection" leaves only what it describes', one + filter('[one]', 'selection'), adm, ['one']],
      ['and takes away the rest', one + filter('[one]', 'selection'), guest, []],
      ['an absent field is not what it describes', one + filter('[one]'), { f: 1 }, ['one']],
      ['it narrows, and never adds', one + filter('[one]'), { f: 2, User: 'guest' }, []],
      [
        'several, one after the other',
        one + filter('[one]') + filter('[one]', 'not selection', 'product: windows', 'Host: h'),
        { f: 1, Host: 'h' },
        [],
      ],
      [
        'a whole condition, also with "or"',
        one
          .replace('condition: selection', 'condition: selection or b')
          .replace('  selection:', '  b:\n    g: 1\n  selection:') + filter('[one]'),
        { g: 1, User: 'adm' },
        [],
      ],
      ['1 of them', one + filter('[one]', 'not 1 of them'), adm, []],
      [
        'a bad condition: the rule goes on',
        one + filter('[one]', 'not selectio'),
        adm,
        ['one'],
        'there is no search "selectio"',
      ],
    ],
  },
  {
    of: 'filters: filter selection',
    says: "As the rules' detection",
    cases: [
      ['a modifier', one + filter('[one]', 'not selection', 'product: windows', "User|startswith: 'ad'"), adm, []],
      ['a list', one + filter('[one]', 'not selection', 'product: windows', 'User: [root, adm]'), adm, []],
      ['its names are its own', one + filter('[one]', 'not selection', 'product: windows', 'f: 2'), { f: 1 }, ['one']],
      [
        'a bad network',
        one + filter('[one]', 'not selection', 'product: windows', 'ip|cidr: x'),
        adm,
        ['one'],
        'is no network',
      ],
      [
        'a placeholder',
        one + filter('[one]', 'not selection', 'product: windows', "User|expand: '%Administrators%'"),
        adm,
        [],
      ],
      [
        'a placeholder without values',
        one + filter('[one]', 'not selection', 'product: windows', "User|expand: '%x%'"),
        adm,
        ['one'],
        'has no values',
      ],
    ],
  },
  {
    of: 'filters: Relative rules',
    says: 'Refers to one or multiple Sigma rules; 2.2: `any`',
    cases: [
      ['only the rules that it names', one + rule('two') + filter('[one]'), adm, ['two']],
      ['several', one + rule('two') + filter('[one, two]'), adm, []],
      ['by name', rule('one', 'product: windows', 'name: by_name\n') + filter('[by_name]'), adm, []],
      ['one without a list', one + filter('one'), adm, []],
      [
        'any: every rule of its log source',
        one + rule('two') + rule('three', 'product: linux') + filter('any'),
        adm,
        ['three'],
      ],
      ['any, in other case', one + filter('ANY'), adm, []],
      ['all is any', one + filter('all'), adm, []],
      ['it may stand before its rules', filter('[one]') + one, adm, []],
      ['one of its rules is enough', one + filter('[one, missing]'), adm, []],
      ['it names no rule that is there', one + filter('[other]'), adm, ['one'], 'the filter names no rule'],
      ['an empty list', one + filter('[]'), adm, ['one'], 'rules is missing'],
      ['no list', one + filter('x').replace('  rules: x\n', ''), adm, ['one'], 'rules is missing'],
      ['no text', one + filter('[5]'), adm, ['one'], 'rules is missing or lists what is no text'],
    ],
  },
  {
    of: 'filters: Log source',
    says: 'Mandatory; the rule has all that it names',
    cases: [
      ['wider than the rule', rule('one', 'product: windows\n  category: process_creation') + filter('[one]'), adm, []],
      [
        'narrower than the rule',
        one + filter('[one]', 'not selection', 'product: windows\n  service: security'),
        adm,
        ['one'],
        "log source is not its rules'",
      ],
      ['another', rule('one', 'product: linux') + filter('[one]'), adm, ['one'], "log source is not its rules'"],
      [
        'in other case',
        rule('one', 'product: Windows') + filter('[one]', 'not selection', 'product: WINDOWS'),
        adm,
        [],
      ],
      [
        'missing',
        one + filter('[one]').replace('logsource:\n  product: windows\n', ''),
        adm,
        ['one'],
        'logsource is missing',
      ],
    ],
  },
]
