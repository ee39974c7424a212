// Sentences of DSM on accounts, groups, sign-ins and second factors.
import { account, credential, factor, factorOf, granted, part, unlocked, whole } from '../appliance/facts.ts'
import type { Row } from '../appliance/sentences.ts'
import type { Facts } from '../kit/facts.ts'

const signedIn: Facts = { action: 'sign-in' }

export const peopleRows: readonly Row[] = [
  [
    /^User \[.*?\] from \[.*?\] (?:logged in|signed in|failed to (?:log|sign) in)\b.*?(?:via|to) \[(.*?)\]/i,
    ([, via = ''], given) => ({
      ...signedIn,
      resource: whole(given),
      ...(/^(DSM|SSH|TELNET|SFTP|Web ?Station|DSM mobile)\b/i.test(via) ? { detail: { console: true } } : {}),
    }),
  ],
  [/^Host \[.*?\] failed to (?:connect|log in) via/i, (_, given) => ({ ...signedIn, resource: whole(given) })],
  [
    /^User \[.*?\] from \[.*?\] .*?accessed shared folder \[(.*?)\]/i,
    ([, share = '?'], given) => ({ action: 'read', resource: part(given, 'share', share) }),
  ],
  [
    /^(?:Local |Domain |LDAP )?Users? \[(.*?)\] (?:was|were|has been|have been) created/i,
    ([, name = '?'], given) => ({ action: 'user-added', ...account(given, name) }),
  ],
  [
    /^(?:System successfully )?(?:deleted|removed) (?:the )?Users? \[(.*?)\](?!.* (?:from|of) )/i,
    ([, name = '?'], given) => ({ action: 'user-removed', ...account(given, name) }),
  ],
  [
    /^Users? \[(.*?)\] (?:was|were|has been|have been) (?:deleted|removed|disabled|deactivated)(?! from)/i,
    ([, name = '?'], given) => ({ action: 'user-removed', ...account(given, name) }),
  ],
  [
    /^Users? \[(.*?)\] (?:was|were|has been|have been) (?:enabled|activated|unlocked)/i,
    ([, name = '?'], given) => unlocked(given, name),
  ],
  [
    /^Users? \[(.*?)\] (?:was|were|has been|have been) added to (?:the )?(?:local )?group \[(.*?)\]/i,
    ([, name = '?', group = '?'], given) => granted(given, name, group, /^administrators$/i.test(group)),
  ],
  [
    /^Users? \[(.*?)\] (?:was|were|has been|have been) (?:removed|deleted) from (?:the )?group \[(.*?)\]/i,
    ([, name = '?', group = '?'], given) => ({
      action: 'role-revoked',
      ...account(given, name),
      detail: { role: group, local: true },
    }),
  ],
  [
    /^Users? \[(.*?)\] was renamed to \[(.*?)\]/i,
    ([, from = '?', name = '?'], given) => ({
      action: 'other',
      ...account(given, name),
      detail: { renamed: true, former_id: account(given, from).target?.id ?? from },
    }),
  ],
  [
    /Password of (?:the )?user \[(.*?)\] (?:was|has been) (?:changed|reset)|^User \[(.*?)\](?:'s)? (?:changed|password was)/i,
    ([, name, other], given) => credential(given, name ?? other ?? '?', 'password'),
  ],
  [
    /^(?:Local )?Group \[(.*?)\] (?:was|has been) (created|deleted|removed)/i,
    ([, name = '?', what = ''], given) => ({
      action: /^created$/i.test(what) ? 'group-created' : 'user-removed',
      resource: part(given, 'group', name),
      detail: { local: true },
    }),
  ],
  [
    /(?:app(?:lication)? privilege|privilege) on (?:app|application) \[(.*?)\] for (?:user|group) \[(.*?)\] was (set to \[?allow|removed|set to \[?deny)/i,
    ([, app = '?', name = '?', what = ''], given) => ({
      action: /allow/i.test(what) ? 'role-granted' : 'role-revoked',
      ...account(given, name),
      detail: { role: app, local: true },
    }),
  ],
  [
    /(?:2-factor|two-factor|2-step|multi-factor)\b.*?(?:of|for) (?:the )?(?:user|account) \[(.*?)\].*?\b(enabled|disabled|reset|removed|turned off)/i,
    ([, name = '?', what = ''], given) => factorOf(given, name, /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /\b(enabled|disabled|reset|turned off)\b.{0,60}?(?:2-factor|two-factor|2-step|multi-factor)\b.*?(?:of|for) (?:the )?(?:user|account) \[(.*?)\]/i,
    ([, what = '', name = '?'], given) => factorOf(given, name, /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /(?:2-factor|two-factor|2-step|multi-factor)\b.*?\b(enabled|enforced|disabled|turned off)|\b(enabled|enforced|disabled|turned off)\b.{0,60}?(?:2-factor|two-factor|2-step|multi-factor)/i,
    ([, one, other], given) => factor(given, /enabled|enforced/i.test(one ?? other ?? '') ? 'on' : 'off'),
  ],
]
