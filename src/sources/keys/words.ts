// What was done to a key, an account or the log of a key manager, by the words in which such products say it.
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'

/** First that fits. KMIP's operations are named so too: OASIS KMIP 2.1, section 6. */
const acts: readonly (readonly [
  words: RegExp,
  action: Verb,
  type: string,
  more?: Pick<Facts, 'changes' | 'detail'>,
])[] = [
  [/\b(unlicense|licen[cs]e)\b/, 'other', 'key-store'],
  [
    /\b(log ?in|log ?on|sign ?in|create ?tokens?|authenticat\w*)\b/,
    'sign-in',
    'console',
    { detail: { console: true } },
  ],
  [
    /\b(remove|delete|disable)\b.*\b(syslog|log forwarder|siem|audit|records?|loki|elasticsearch)\b/,
    'audit-changed',
    'trail',
    {
      changes: [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }],
      detail: { scope: 'vault', explicit: true },
    },
  ],
  [
    /\b(quorum)\b.*\b(deactivat\w*|disable\w*|delete\w*|remove\w*)\b|\b(deactivate|disable|delete|remove)\b.*\bquorum\b/,
    'four-eyes-changed',
    'policy',
    { changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }] },
  ],
  [
    /\b(destroy|delete|purge|erase)\b.*\b(domain|tenant|partition)\b|\b(zeroi[sz]e|factory ?reset|reset hsm)\b/,
    'key-material-deleted',
    'key-store',
  ],
  [/\badd\b.*\b(user|member)\b.*\bgroup\b/, 'role-granted', 'user'],
  [/\b(remove|delete)\b.*\b(user|member)\b.*\bgroup\b/, 'role-revoked', 'user'],
  [/\b(create|add)\b.*\b(user|client)\b/, 'user-added', 'user'],
  [/\b(delete|remove)\b.*\b(user|client)\b/, 'user-removed', 'user'],
  [/\b(change|reset|set|update)\b.*\bpassword\b/, 'credential-added', 'user', { detail: { credential: 'password' } }],
  [
    /\b(cancel|undo|recover|restore|un-?schedule)\b.*\b(deletion|destruction|key)\b|\brecover\b/,
    'key-destruction-cancelled',
    'key',
  ],
  [/\b(destroy|delete|purge|remove)\b(?!.*\b(attribute|alias|label|policy)\b)/, 'key-destruction-scheduled', 'key'],
  [/\b(revoke|deactivate|disable|archive|suspend|compromise)\b/, 'key-disabled', 'key'],
  [/\b(re-?activate|activate|enable|un-?archive)\b/, 'key-enabled', 'key'],
  [/\b(rotate|re-?key|create\b.*\bversion|new version)\b/, 'key-rotated', 'key', { detail: { rotation: 'by-hand' } }],
  [/\b(create|register|generate|import|upload|clone|derive)\b/, 'key-created', 'key'],
  [/\b(policy|permission|access)\b/, 'key-policy-changed', 'key'],
  [/\b(get|export|wrap|unwrap|download)\b.*\bkey\b|\b(encrypt|decrypt|sign|verify|mac)\b|^get$/, 'key-used', 'key'],
  [/\b(get|list|locate|query|check|discover|read|find|view)\b/, 'read', 'key'],
]

/** @param name of the act, in any case; `DestroyKey` and `destroy_key` are words too */
export function actNamed(name: string): Pick<Facts, 'action' | 'changes' | 'detail'> & { readonly type: string } {
  const words = name
    .slice(0, 300)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_./:]+/g, ' ')
    .toLowerCase()
  const found = acts.find(([pattern]) => pattern.test(words))
  return found ? { action: found[1], type: found[2], ...found[3] } : { action: 'other', type: 'key' }
}
