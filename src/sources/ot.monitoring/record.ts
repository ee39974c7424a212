// One record of a monitor of plants under one set of names, whoever made it.
import type { Event } from '../../model/event.ts'

export interface OtRecord {
  /** `Nozomi Networks`, `Claroty`. */
  readonly vendor: string
  readonly product: string
  readonly version?: string | undefined
  /** The vendor's own name of the kind of event, which integrations key on. */
  readonly code: string
  /** What it was seen in: traffic of the plant, an asset, or what people did in the product itself. */
  readonly kind: 'traffic' | 'asset' | 'audit' | 'health'
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly outcome?: Event['event']['outcome'] | undefined
  readonly message: string
  /** In few words, where the message is long. */
  readonly name: string
  readonly user?: string | undefined
  readonly agent?: string | undefined
  readonly address?: string | undefined
  readonly port?: number | undefined
  /** What it is about: the other end of the traffic, else the asset. */
  readonly target?: { readonly id: string; readonly name: string } | undefined
  /** The sensor or appliance that tells. */
  readonly sensor?: string | undefined
  /** ATT&CK for ICS, where the vendor says it: `T0843`. */
  readonly technique?: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

export const present = (value: string | undefined): string | undefined =>
  value === undefined || /^(?:|none|null|-|n\/a|unknown)$/i.test(value.trim()) ? undefined : value.trim()
