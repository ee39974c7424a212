import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alertClasses } from '../../src/model/alert.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { alertOf } from '../store/alert.ts'
import { leavesOf, sampleAlerts, samplePage, textsFolder, textsOf } from './texts.ts'

const pagers = [...(await loadPagers()).values()]
const alerts = sampleAlerts()

test('there is a sample of every class of alert', () => {
  expect(alerts.map((alert) => alert.class)).toEqual(Object.keys(alertClasses))
})

describe.each(pagers)('what people read in $name', (pager) => {
  test('is what stands in samples/pages (npm run golden writes it)', () => {
    expect(textsOf(pager, alerts)).toBe(readFileSync(join(textsFolder, `${pager.name}.txt`), 'utf8'))
  })

  test('says first what happened, to which copy, by whom, and when', () => {
    for (const alert of alerts) {
      const page = samplePage(alert)
      const leaves = leavesOf(pager, page).map(([, text]) => text)
      const words = page.text.headline.slice(0, 60)
      expect(
        leaves.some((text) => text.slice(0, 100).includes(words)),
        `${alert.class} in ${pager.name}`,
      ).toBe(true)
    }
  })
})

const evil = [
  '@everyone @here @channel @all @maria <!channel> <@U012345> <users/all> <at>all</at>',
  '**b** __i__ ~~s~~ `c` ```d``` [click](https://evil.example.com) ![x](https://evil.example.com/p.png)',
  '<b>bold</b><script>alert(1)</script><img src=x onerror=y> &lt;',
  'https://evil.example.com/fix http://evil.example.com javascript://x',
  'a\r\nb\u2028c\u2029d\u0000e\u0007f\u001bg\u0085h',
  '\u202etxt.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff\u00ad\u061c\u3164',
  `z${'\u0301'.repeat(200)}`,
  '\ud83d lone \udc4d',
  'password=hunter2hunter2 token: abcdefgh Bearer abc.def AKIAIOSFODNN7EXAMPLE',
  '*bold* _it_ |t| > quote # head - list 1. item /command #tag',
  'x'.repeat(20_000),
  '🔒'.repeat(3_000),
]

const part = fc.oneof(
  fc.constantFrom(...evil),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)
const anyName = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '))

describe('names that come from outside', () => {
  test('address nobody, hide nothing and lead nowhere, in any channel', () => {
    fc.assert(
      fc.property(anyName, anyName, (resource, actor) => {
        const base = alertOf()
        const alert = alertOf({
          title: resource,
          summary: `Retention of ${resource} cut by ${actor}`,
          resource: { ...base.resource, id: resource, name: resource },
          actor: { ...base.actor, id: actor, name: actor, agents: [resource] },
          rule: { ...base.rule, file: 'retention_shortened.yml' },
        })
        const page = samplePage(alert)
        for (const pager of pagers)
          for (const [place, text] of leavesOf(pager, page)) {
            const where = `${pager.name} ${place}: ${JSON.stringify(text.slice(0, 300))}`
            expect(text.isWellFormed(), where).toBe(true)
            expect(text, where).not.toMatch(
              /@(?:everyone|here|channel|all|maria)\b|<!|<@|<users|<at>|<script|<img|<b>/i,
            )
            expect(text, where).not.toMatch(/\]\(|`|https?:\/\/evil|javascript:\/\//i)
            expect(text, where).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\u2028\u2029\u3164]/u)
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
            expect(text, where).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
            expect(text, where).not.toMatch(/hunter2|AKIAIOSFODNN7EXAMPLE|abc\.def/)
            expect(text, where).not.toMatch(/\p{M}{4}/u)
          }
      }),
      { numRuns: 40 },
    )
  })
})
