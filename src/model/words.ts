// Lists of words that say what something is for, as content gives them: contract, section 3.

export interface WordLists {
  /** These alone make something a copy. */
  readonly copies: readonly string[]
  /** These need a second sign. */
  readonly perhaps: readonly string[]
  readonly sandbox: readonly string[]
  /** Stores of these are no copies without a second sign. */
  readonly noCopies: readonly string[]
  /** Names of backup products, as accounts, services and programs of theirs carry them. */
  readonly products: readonly string[]
  /** Endings of the files that backup products write. */
  readonly backupFiles: readonly string[]
  /** Groups of a directory that rule backups or hypervisors, by their whole name. */
  readonly adminGroups: readonly string[]
  /** These say that a role or group may only look. */
  readonly views: readonly string[]
  /** Parts of the user agents of backup products. */
  readonly productAgents: readonly string[]
  /** Services of a provider that delete by a policy, by the address that their calls come from. */
  readonly retentionServices: readonly string[]
}
