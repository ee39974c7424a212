// Placeholders: only under `expand`, with values from a file, or the rule is rejected.
import type { Clause } from './clause.ts'

const encoded = Buffer.from('b').toString('base64')

export const expansions: readonly Clause[] = [
  {
    of: ['rules: Placeholders', 'modifiers: expand'],
    says: 'Placeholders are only handled if the expand modifier is applied',
    cases: [
      ['without it the text is plain', "f: '%Administrators%'", { f: 'root' }, false],
      ['and stands for itself', "f: '%Administrators%'", { f: '%administrators%' }, true],
      ['a value', "f|expand: '%Administrators%'", { f: 'ROOT' }, true],
      ['a pattern: srv*', "f|expand: '%Servers%'", { f: 'srv-7' }, true],
      ['no value', "f|expand: '%Administrators%'", { f: 'guest' }, false],
      ['inside a text', "f|expand: 'srv-%site%-1'", { f: 'srv-b-1' }, true],
      ['twice', "f|expand: '%site%%site%'", { f: 'ba' }, true],
      ['\\% is a plain percent', "f|expand: '\\%plain%site%'", { f: '%plaina' }, true],
      ['a percent alone is plain', "f|expand: '100%'", { f: '100%' }, true],
      ['with contains', "f|contains|expand: '%site%'", { f: '_b_' }, true],
      ['with startswith', "f|startswith|expand: '%site%-'", { f: 'b-1' }, true],
      ['with windash', "f|expand|windash: '-%site%'", { f: '/a' }, true],
      ['with base64', "f|expand|base64: '%site%'", { f: encoded }, true],
      ['with cased', "f|expand|cased: '%site%'", { f: 'A' }, false],
      ['with neq', "f|expand|neq: '%site%'", { f: 'a' }, false],
      ['with re, as plain text', "f|re|expand: '^%any%$'", { f: 'x' }, false],
      ['in keywords', "'|expand': '%site%-x'", { f: 'some b-x there' }, true],
      ['in a list', "f|expand: ['zz', '%site%']", { f: 'a' }, true],
      ['a number beside', 'f|expand: 5', { f: 5 }, true],
    ],
  },
  {
    of: ['rules: Placeholders', 'modifiers: expand'],
    says: "If the tool isn't able to handle placeholders, it must reject the rule",
    cases: [
      ['a name that nobody knows', "f|expand: '%unknown%'", {}, 'has no values'],
      ['a name without values', "f|expand: '%nobody%'", {}, 'has no values'],
      ['a name of the prototype', "f|expand: '%constructor%'", {}, 'has no values'],
      ['names know case', "f|expand: '%servers%'", {}, 'has no values'],
      ['one of two', "f|expand: '%site%-%unknown%'", {}, '%unknown% has no values'],
    ],
  },
]
