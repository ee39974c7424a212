// Correlations over correlations, aliases, and what of them is told.
import type { Step } from '../../correlate/script.ts'
import type { Clause, StoryCase } from './clause.ts'

const many =
  '---\ntitle: many\nid: many\nname: many_failed\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [host]\n  timespan: 10m\n  condition: {gte: 3}\n'
const chain = (more = ''): string =>
  `type: temporal_ordered\nrules: [many_failed, b]\ngroup-by: [user]\ntimespan: 10m${more}\n${many}`
const failed = (min: number): Step => ({ min, is: 'a', user: 'u', host: 'h' })
const success = (min: number, user = 'u'): Step => ({ min, is: 'b', user })
const alias = (more = ''): string =>
  `type: temporal\nrules: [a, b]\ngroup-by: [inside]\ntimespan: 10m\naliases:\n  inside: {a: destination.ip, b: source.ip}${more}`
const to = (ip: string): Step => ({ min: 0, is: 'a', destination: { ip } })
const from = (ip: string): Step => ({ min: 1, is: 'b', source: { ip } })

export const chains: readonly Clause<StoryCase>[] = [
  {
    of: 'correlations: Chains',
    says: 'Allowing the user to chain multiple correlations; the outer one only uses its own group-by',
    cases: [
      ['many failures, then a success', chain(), [failed(0), failed(1), failed(2), success(4)], [[0, 1, 2, 3]]],
      ['too few failures', chain(), [failed(0), failed(1), success(4)], []],
      ['of another user', chain(), [failed(0), failed(1), failed(2), success(4, 'v')], []],
      ['the success before', chain(), [success(0), failed(1), failed(2), failed(3)], []],
      ['too late', chain(), [failed(0), failed(1), failed(2), success(13)], []],
    ],
  },
  {
    of: 'correlations: Generate',
    says: 'If the rules referred to should stand alone too',
    cases: [
      ['by default only the outer one is told', chain(), [failed(0), failed(1), failed(2)], []],
      ['with generate the inner one is', chain('\ngenerate: true'), [failed(0), failed(1), failed(2)], [[0, 1, 2]]],
    ],
  },
  {
    of: 'correlations: Aliases',
    says: 'An alias for different field names in events matched by different rules',
    cases: [
      ['the same address in two fields', alias(), [to('192.0.2.1'), from('192.0.2.1')], [[0, 1]]],
      ['another address', alias(), [to('192.0.2.1'), from('192.0.2.2')], []],
      ['a rule that the correlation does not name', alias('\n  other: {c: x}'), [], 'is not among the rules'],
    ],
  },
]
