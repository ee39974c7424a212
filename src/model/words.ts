// Lists of words that say what something is for, as content gives them: contract, section 3.

export interface WordLists {
  /** These alone make something a copy. */
  readonly copies: readonly string[]
  /** These need a second sign. */
  readonly perhaps: readonly string[]
  readonly sandbox: readonly string[]
  /** Stores of these are no copies without a second sign. */
  readonly noCopies: readonly string[]
  /** Parts of the user agents of backup products. */
  readonly productAgents: readonly string[]
  /** Services of a provider that delete by a policy, by the address that their calls come from. */
  readonly retentionServices: readonly string[]
}
