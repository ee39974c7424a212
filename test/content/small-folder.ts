// A folder with few detections, copied from the template: one live, one on trial, one for a correlation, one that cannot be used.
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDetections } from '../../src/content/files.ts'

export const ids = {
  live: '00000000-0000-4000-8000-000000000001',
  trial: '00000000-0000-4000-8000-0000000000a1',
  feeds: '00000000-0000-4000-8000-0000000000a2',
  correlation: '00000000-0000-4000-8000-0000000000a3',
  unused: '00000000-0000-4000-8000-0000000000a4',
} as const

/** What a rule of the folder says of itself, where the pages have to escape it. */
const evil = '"><script>alert(1)</script>'

const more = `
title: Retention read
id: ${ids.trial}
status: experimental
logsource: { category: backup }
detection:
  read: { event.action: retention-changed }
  condition: read
falsepositives: ['${evil}']
references: ['javascript:alert(1)', 'https://example.com/why']
level: low
lastcopy: { class: protection-weakened, priority: notify, staged: true }
---
title: Any change
name: any-change
id: ${ids.feeds}
logsource: { category: backup }
detection:
  any: { event.outcome: success }
  condition: any
---
title: Many changes
id: ${ids.correlation}
correlation:
  type: event_count
  rules: [any-change]
  group-by: [backup.actor.id]
  timespan: 1h
  condition: { gte: 3 }
level: high
lastcopy: { class: chain, priority: notify }
---
title: A rule ${evil}
id: ${ids.unused}
logsource: { category: backup }
detection:
  one: { 'a|nonsense': 1 }
  condition: one
`

/** @returns its path */
export function smallFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-rules-'))
  for (const ending of ['yml', 'test.yml', 'md'])
    copyFileSync(join(ownDetections, '_template', `rule.${ending}`), join(folder, `rule.${ending}`))
  writeFileSync(join(folder, 'more.yml'), more.trimStart())
  return folder
}

/** A record of CloudTrail that sets how long copies are kept. */
export const retention = (days: number, id: string, at = '2026-03-02T09:00:00Z') => ({
  eventVersion: '1.09',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/alice',
    accountId: '111122223333',
    userName: 'alice',
  },
  eventTime: at,
  eventID: id,
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketLifecycle',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: 'aws-cli/2.15.0',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  recipientAccountId: '111122223333',
  requestParameters: {
    bucketName: 'nightly-backup',
    LifecycleConfiguration: { Rule: { ID: 'expire', Status: 'Enabled', Filter: '', Expiration: { Days: days } } },
  },
})
