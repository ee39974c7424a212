// What an administrator of a backup console did, under one set of names: for consoles that publish no list of their events.
import type { Json } from '../../lib/json.ts'

/** A setting that the record names, with its value before where the record has it. */
export interface Field {
  readonly name: string
  readonly from?: Json | undefined
  readonly to: Json | undefined
}

export interface Deed {
  /** The console, cluster or tenant: part of every id. */
  readonly place: string
  /** The vendor's name of the act: `AdminDeleted`, `user.login`, `Audit.AssignRolesAudit`; empty where there is none. */
  readonly code: string
  /** The sentence that the record has, with whoever did it taken off its front where the source can. */
  readonly text: string
  /** What kind of thing it was done to, in the vendor's word, where a field says so. */
  readonly kind?: string | undefined
  /** The thing's name and id, where fields say so. */
  readonly name?: string | undefined
  readonly id?: string | undefined
  /** The person or account that it was done to. */
  readonly target?: string | undefined
  readonly fields: readonly Field[]
}

/** Kinds of things that consoles speak of. */
export type Kind =
  /** Reports, alerts, tags, licences: what guards nothing. */
  | 'paper'
  | 'session'
  | 'four-eyes'
  | 'mfa'
  | 'key'
  | 'hold'
  | 'lock'
  | 'guard'
  | 'audit'
  | 'credential'
  | 'role'
  | 'user'
  | 'restore-test'
  | 'restore'
  | 'replication'
  | 'repository'
  | 'plan'
  | 'retention'
  | 'catalogue'
  | 'job'
  | 'point'
  | 'client'
  | 'tenant'
  | 'clock'
  | 'support'
  | 'ssh'
  | 'allowlist'

/** What may be done to them. */
export type Doing =
  | 'login'
  | 'logout'
  | 'delete'
  | 'expire'
  | 'revoke'
  | 'assign'
  | 'disable'
  | 'enable'
  | 'create'
  | 'rotate'
  | 'reset'
  | 'cancel'
  | 'change'
  | 'start'
  | 'finish'
  | 'approve'
  | 'read'

/** `AdminLoginSuccess`, `settings_service.audit.setting.value.update` as words. */
export const wordsOf = (code: string): string =>
  code
    .slice(0, 300)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[._/~-]+/g, ' ')
    .trim()
