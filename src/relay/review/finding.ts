// What a review of a policy may find: one kind each, with the place in the file and what would mend it.
export type FindingKind =
  | 'gap'
  | 'reaches-nobody'
  | 'second-channel-missing'
  | 'single-provider'
  | 'second-channel-late'
  | 'nobody-woken'
  | 'ends-in-silence'
  | 'long-wait'
  | 'weaker-than-domain-controller'
  | 'domain-controller-missing'
  | 'unused'
  | 'unreachable'
  | 'twice'
  | 'limit-too-low'
  | 'always-quiet'
  | 'acknowledgement-too-long'
  | 'ends'

export interface Finding {
  readonly kind: FindingKind
  /** Of the policy's file; of the configuration for what stands there. */
  readonly file: 'policy' | 'configuration'
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly hint: string
}

/** What a review must know of a pager. */
export interface PagerTrait {
  readonly name: string
  /** Pagers of one provider fail together. */
  readonly provider: string
  /** It shows a page, and wakes nobody whose phone is silent. */
  readonly silent: boolean
  /** What of it the provider ends, and when. */
  readonly ends?: string
}

export const finding = (
  kind: FindingKind,
  path: Finding['path'],
  message: string,
  hint: string,
  file: Finding['file'] = 'policy',
): Finding => ({ kind, file, path, message, hint })
