// Sentences of QTS and QuTS hero on snapshots, volumes, pools, shared folders and their encryption.
import { type Given, locked, part, pointOf, retained, scheduled } from '../appliance/facts.ts'
import type { Found, Row, Teller } from '../appliance/sentences.ts'
import { daysIn } from '../kit/span.ts'

const kinds: Readonly<Record<string, string>> = {
  'shared folder': 'share',
  'storage pool': 'pool',
  'raid group': 'pool',
  volume: 'volume',
  lun: 'volume',
  'iscsi lun': 'volume',
}
const thing = (given: Given, kind: string | undefined, name: string | undefined) =>
  part(given, kinds[(kind ?? '').toLowerCase()] ?? 'volume', name ?? '?')

/** `Volume: Smb.`, `Shared folder: MarVista.`, `LUN: l1, …` behind the sentence. */
function holderIn(text: string, given: Given) {
  const [, kind, quoted, plain] =
    /\b(shared folder|volume|LUN|storage pool)(?:(?:: ?| )"([^"]{1,200})"|: ?([^,."]{1,200}))/i.exec(text) ?? []
  return thing(given, kind, quoted ?? plain?.trim())
}
const holder = (found: Found, given: Given) => holderIn(found[0] ?? '', given)

const removed: Teller = ([, kind, quoted, plain], given) => ({
  action: 'repository-deleted',
  resource: thing(given, kind, quoted ?? plain),
})

const kept: Teller = (found, given) => {
  const [text = ''] = found
  const [, number, unit = ''] =
    /(?:to|for|:)\s*"?(\d{1,5})"?\s*(snapshots?|versions?|hours?|days?|weeks?|months?|years?)/i.exec(text) ?? []
  if (number !== undefined && /^(snap|ver)/i.test(unit))
    return {
      ...retained(holder(found, given), undefined),
      changes: [{ setting: 'retention-count', to: Number(number) }],
    }
  return retained(holder(found, given), daysIn(number && `${number} ${unit}`))
}

export const storageRows: readonly Row[] = [
  [
    /^(?:Deleted|Removed) (?:the )?(?:scheduled )?snapshots? "([^"]{1,200})"\..*/i,
    (found, given) => {
      const several = (found[0] ?? '').includes('snapshots "')
      return {
        action: 'recovery-point-deleted',
        resource: pointOf(given, holder(found, given), several ? undefined : found[1]),
        detail: { permanent: true, ...(several ? { bulk: true } : {}) },
      }
    },
  ],
  [
    /^(?:Deleted|Removed) (?:(?:all|\d+|multiple) ?(?:the )?(?:scheduled )?snapshots?|snapshots)\b.*/i,
    (found, given) => ({
      action: 'recovery-point-deleted',
      resource: pointOf(given, holder(found, given), undefined),
      detail: { permanent: true, bulk: true },
    }),
  ],
  [
    /^Failed to delete (?:the )?snapshots? "([^"]{1,200})".*/i,
    (found, given) => ({
      action: 'recovery-point-deleted',
      resource: pointOf(given, holder(found, given), found[1]),
    }),
  ],
  [
    /^(?:Finished creating|Created|Took) (?:a )?(?:scheduled )?snapshot(?: "([^"]{1,200})")?\..*/i,
    (found, given) => ({ action: 'recovery-point-created', resource: pointOf(given, holder(found, given), found[1]) }),
  ],
  [
    /^(?:Finished )?(?:revert(?:ed|ing)|restor(?:ed|ing))\b.{0,200}?\bsnapshot.*/i,
    (found, given) => ({
      action: 'object-overwritten',
      resource: holder(found, given),
      detail: { how: 'rewritten', restore: true },
    }),
  ],
  [
    /^(?:Disabled|Deleted|Removed|Stopped) (?:the )?snapshot schedule.*/i,
    (found, given) => scheduled(holder(found, given), 'off'),
  ],
  [/^Enabled (?:the )?snapshot schedule.*/i, (found, given) => scheduled(holder(found, given), 'on')],
  [
    /^(?:Changed|Modified|Edited|Updated|Set) (?:the )?snapshot (?:retention|schedule|settings?|policy|limit|reserv).*/i,
    kept,
  ],
  [/^Disabled (?:the )?(?:WORM|immutab\w*).*/i, (found, given) => locked(holder(found, given), 'off', 'weakened')],
  [
    /^(?:Enabled|Created).{0,80}?\bWORM\b.*/i,
    (found, given) => locked(holder(found, given), /compliance/i.test(found[0] ?? '') ? 'compliance' : 'governance'),
  ],
  [
    /^(?:Deleted|Removed) (?:the )?(shared folder|storage pool|raid group|volume|LUN|iSCSI LUN)s?:? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    removed,
  ],
  [
    /^(?:Detached|Safely detached) (?:the )?(storage pool|volume):? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    (found, given) => ({ ...removed(found, given), detail: { detached: true } }),
  ],
  [
    /^Created (?:the )?(shared folder|storage pool|volume|LUN):? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    ([, kind, quoted, plain], given) => ({
      action: 'repository-created',
      resource: thing(given, kind, quoted ?? plain),
    }),
  ],
  [
    /^(?:Formatted|Finished formatting|Initialized) (?:the )?(?:external )?(?:storage |disk |device |volume )*"?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => ({
      action: 'object-overwritten',
      resource: part(given, 'volume', name.trim()),
      detail: { how: 'formatted' },
    }),
  ],
  [
    /^(?:Ejected|Safely (?:ejected|removed)) (?:the )?(?:external )?(?:storage |disk |device )*"?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => ({ action: 'media-moved', resource: part(given, 'volume', name.trim()) }),
  ],
  [
    /^(?:Changed|Replaced) (?:the )?encryption (?:password|key).*/i,
    (found, given) => {
      const of = holder(found, given)
      return {
        action: 'key-rotated',
        resource: part(given, 'key', of.name ?? '?'),
        related: [of],
        detail: { password: true },
      }
    },
  ],
  [
    /^(?:Deleted|Removed) (?:the )?encryption key.*/i,
    (found, given) => {
      const of = holder(found, given)
      return { action: 'key-destruction-scheduled', resource: part(given, 'key', of.name ?? '?'), related: [of] }
    },
  ],
]
