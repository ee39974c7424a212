// Ordinary days told by CloudTrail: nobody is woken by any of them.
import { describe, expect, test } from 'vitest'
import { act, alice, at, quietDays } from './acts.ts'
import { ordinary, times } from './ordinary.ts'
import { tell } from './tell.ts'

const history = quietDays(-20, 35)

describe('nobody is woken by', () => {
  test.each(Object.keys(ordinary))('%s', async (name) => {
    expect((await tell([...history, ...(ordinary[name] ?? [])])).pages).toEqual([])
  })

  test('a hundred records of ordinary life that nothing is known of', async () => {
    const reads = times(100, (index) =>
      act(
        at(index % 30),
        alice,
        ['ec2 DescribeInstances', 's3 GetObject', 'kms Decrypt', 'sts AssumeRole'][index % 4] ?? '',
        {},
      ),
    )
    expect((await tell(reads)).alerts).toEqual([])
  })
})
