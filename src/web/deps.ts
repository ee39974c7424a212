// What the web room asks of the house: handed in, so that it knows no stage, no journal and no clock of its own.
import type { RequestHandler } from 'express'
import type { Result } from '../lib/result.ts'
import type { NamedToken } from '../model/config.ts'
import type { AlertStore } from '../model/store.ts'
import type { Action, BaselineEntry, DeadLetter } from '../model/wire.ts'

export type { BaselineEntry }

export interface WebDeps {
  /** Whether this process shows the alerts; health, metrics and intake are always there. */
  readonly console: boolean
  readonly store: AlertStore
  /** Durable when it resolves. */
  act(action: Pick<Action, 'act' | 'alert' | 'by' | 'text'>): Promise<Action>
  /** Markdown of the runbook beside a rule's file. */
  runbook(ruleFile: string): string | undefined
  readonly deadLetters: {
    list(query: { readonly source?: string; readonly limit: number }): Promise<readonly DeadLetterEntry[]>
    get(id: string): Promise<DeadLetterEntry | undefined>
    /** Puts the record back on its raw topic; false when there is none of that id. */
    replay(id: string): Promise<boolean>
  }
  readonly baseline: {
    list(query: { readonly prefix?: string; readonly limit: number }): Promise<readonly BaselineEntry[]>
    /** Durable when it resolves; the reason when an entry cannot be used. */
    import(entries: readonly BaselineEntry[]): Promise<Result<number, string>>
  }
  /** Answers `POST /intake/:source`. */
  readonly intake: RequestHandler
  ready(): Promise<Readiness>
  metrics(): Promise<{ readonly type: string; readonly text: string }>
  readonly access: Access
  readonly site: string
  readonly zone?: string
  now(): number
  /** Told of what must not happen. */
  fault(error: unknown): void
}

export interface Access {
  /** Without any, only this machine may read and act. */
  readonly tokens: readonly NamedToken[]
  /** Where people reach it, when that is not the address it listens on. */
  readonly publicUrl?: string
}

export interface DeadLetterEntry {
  readonly id: string
  /** ISO: when it was rejected. */
  readonly at: string
  readonly letter: DeadLetter
}

export interface Readiness {
  readonly ready: boolean
  readonly stages: readonly StageReadiness[]
  readonly problems: readonly string[]
}

export interface StageReadiness {
  readonly name: string
  readonly state: 'starting' | 'running' | 'behind' | 'failed' | 'stopped'
  /** Records not yet committed, over all partitions. */
  readonly behind: number
  /** ISO: since when it is behind or failed. */
  readonly since?: string
  readonly reason?: string
}
