// The texts of the search over events.

export const eventTexts = {
  title: 'Events',
  lead: 'What detection saw: every record that concerns backups, their keys, and those who may touch them.',
  search: 'Search',
  hint: 'maria.k · address:203.0.113.10 · "John Doe"',
  from: 'From (UTC)',
  to: 'To (UTC)',
  fields: 'In a field:',
  event: 'event',
  events: 'events',
  more: 'or more',
  older: 'Older events',
  refused: 'refused',
  none: 'Nothing found',
  noneWhy: 'Every word must occur, whole or as a part between signs: backup finds backup-prod, back does not.',
  empty: 'No event yet',
  emptyWhy: 'Events stand here when detection has seen the first record that concerns backups.',
  off: 'Events are not kept',
  offWhy: 'store.events is false in the configuration. Alerts keep the records that stand behind them.',
  of: 'All that is known of it:',
} as const
