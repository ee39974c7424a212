// Commands of Purity that say something about copies, by command and subcommand.
import { account, admin, arraySet, eradication, factor, forwarding, support, token } from './array.ts'
import {
  array,
  back,
  copying,
  cut,
  each,
  gone,
  group,
  groupSet,
  made,
  overwritten,
  own,
  type Reader,
  retained,
  snapped,
  switched,
  thing,
} from './copies.ts'

export const readers: Readonly<Record<string, Reader>> = {
  'purevol destroy': gone('volume', false),
  'purevol eradicate': gone('volume', true),
  'purevol recover': back('volume'),
  'purevol create': made('volume'),
  'purevol snap': snapped('volume'),
  'purevol copy': overwritten,
  'purevol disconnect': cut,
  'purevol truncate': (asked) =>
    each(asked, (name) => ({
      action: 'object-overwritten',
      resource: thing(asked, name, 'volume'),
      detail: { how: 'truncated' },
    })),
  'purevol rename': (asked) => {
    const [from = '?', to = '?'] = asked.names
    return {
      action: 'repository-changed',
      resource: thing(asked, to, 'volume'),
      detail: { renamed: true, former_id: thing(asked, from, 'volume').id },
    }
  },
  'purevgroup destroy': gone('volume', false),
  'purevgroup eradicate': gone('volume', true),
  'purefs destroy': gone('file-system', false),
  'purefs eradicate': gone('file-system', true),
  'puredir destroy': gone('file-system', false),
  'puredir eradicate': gone('file-system', true),
  'purepod destroy': gone('pool', false),
  'purepod eradicate': gone('pool', true),
  'purepod remove': copying('off'),
  'purepod add': copying('on'),
  'purepgroup destroy': gone('repository', false),
  'purepgroup eradicate': gone('repository', true),
  'purepgroup recover': back('repository'),
  'purepgroup create': (asked) => each(asked, (name) => ({ action: 'job-created', resource: group(asked, name) })),
  'purepgroup snap': snapped('repository'),
  'purepgroup retain': retained,
  'purepgroup setattr': groupSet,
  'purepgroup schedule': (asked) => each(asked, (name) => ({ action: 'job-changed', resource: group(asked, name) })),
  'purepgroup enable': switched('on'),
  'purepgroup disable': switched('off'),
  'purepgroup disallow': copying('off'),
  'purepgroup allow': copying('on'),
  'purearray eradication-config': eradication,
  'purearray eradication-config setattr': eradication,
  'purearray setattr': arraySet,
  'purearray disconnect': copying('off'),
  'purearray connect': copying('on'),
  'purearray disable': (asked) =>
    asked.names.some((name) => /rsa|multi|mfa/.test(name))
      ? factor('off')(asked)
      : asked.names.includes('phonehome')
        ? {
            action: 'audit-changed',
            resource: own(asked, 'trail', 'phonehome'),
            changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
            detail: { scope: 'support' },
          }
        : { action: 'other', resource: array(asked) },
  'purearray remoteassist': (asked) => support(asked.options.has('disconnect') ? 'off' : 'on')(asked),
  'purearray factory-reset-token': (asked) => ({
    action: 'parent-deleted',
    resource: array(asked),
    detail: { scheduled: true },
  }),
  'purearray erase': (asked) => ({ action: 'parent-deleted', resource: array(asked), detail: { permanent: true } }),
  'pureadmin create': (asked) => (asked.options.has('api-token') ? token(asked) : admin(asked)),
  'pureadmin setattr': admin,
  'pureadmin refresh': token,
  'pureadmin delete': (asked) => each(asked, (name) => ({ action: 'user-removed', ...account(asked, name) })),
  'pureadmin global': (asked) =>
    [...asked.options.keys(), ...asked.names].includes('disable')
      ? factor('off')(asked)
      : { action: 'other', resource: array(asked) },
  'pureadmin global disable': factor('off'),
  'pureadmin global enable': factor('on'),
  'pureapiclient create': (asked) =>
    each(asked, (name) => ({
      action: 'credential-added',
      ...account(asked, name),
      detail: { credential: 'access-key' },
    })),
  'pureapiclient enable': (asked) =>
    each(asked, (name) => ({
      action: 'credential-added',
      ...account(asked, name),
      detail: { credential: 'access-key', recovered: true },
    })),
  'pureds setattr': (asked) => ({
    action: asked.options.has('array-admin-group') || asked.options.has('aa-group') ? 'admin-added' : 'other',
    resource: own(asked, 'group', asked.options.get('array-admin-group') ?? 'directory'),
    detail: { role: 'array_admin' },
  }),
  'puresyslog delete': forwarding('off'),
  'puresyslogserver delete': forwarding('off'),
  'puresyslog create': (asked) => forwarding(asked.options.get('uri') ?? asked.names[0] ?? 'on')(asked),
  'purelog delete': forwarding('off'),
  'purekmip delete': (asked) =>
    each(asked, (name) => ({ action: 'key-disabled', resource: own(asked, 'key-store', `kmip ${name}`, name) })),
  'purepolicy remove': (asked) =>
    each(asked, (name) => ({
      action: 'selection-changed',
      resource: thing(asked, name, 'file-system'),
      changes: [{ setting: 'selection', to: 'off' }],
    })),
  'purepolicy snapshot': (asked) =>
    each(asked, (name) => ({
      action: /delete|remove-rule|disable/.test(name) ? 'retention-changed' : 'job-changed',
      resource: own(asked, 'plan', `policy ${asked.names.at(-1) ?? name}`),
    })).slice(0, 1),
}
