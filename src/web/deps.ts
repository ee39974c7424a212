// What the web room asks of the house: handed in, so that it knows no stage, no journal and no clock of its own.
import type { RequestHandler } from 'express'
import type { Result } from '../lib/result.ts'
import type { RefusedReason } from '../model/ask.ts'
import type { Proof, RuleEntry, Trial, TrialGiven } from '../model/detections.ts'
import type { Estate } from '../model/estate.ts'
import type { Event } from '../model/event.ts'
import type { HookCall, HookReply } from '../model/pager.ts'
import type { DomainController } from '../model/policy.ts'
import type { ObservedFact, Survival } from '../model/posture.ts'
import type { TestRecord } from '../model/self-test.ts'
import type { SourcesReport } from '../model/source-status.ts'
import type { StateFound, StateLine, StateQuery } from '../model/state.ts'
import type { AlertStore, EventStore } from '../model/store.ts'
import type { BlindReport } from '../model/stream.ts'
import type { Action, BaselineEntry, DeadLetter, Learned } from '../model/wire.ts'
import type { Strength } from '../people/password.ts'
import type { ReportOrder } from '../report/render.ts'
import type { Access, Acting, PeopleDesk, ProviderDesk } from './desk.ts'

export type { Access, Acting, PeopleDesk, ProviderChecks, ProviderDesk } from './desk.ts'
export type { BaselineEntry }

export type LearnedEvent = Omit<Learned, 'type'>

export interface WebDeps {
  /** Whether this process shows the alerts; health, metrics and intake are always there. */
  readonly console: boolean
  readonly store: AlertStore
  /** What detection saw, where it is kept. */
  readonly events?: Pick<EventStore, 'findEvents'>
  /** Durable when it resolves, with its entry in the audit log. */
  act(action: ActGiven, by: Acting): Promise<Action>
  /** Why a rule in use says yes or no to an event; undefined where there is no such rule, as for a correlation. */
  explain(rule: string, event: Event): RuleExplanation | undefined
  /** The title of a rule in use, of a correlation as well. */
  titleOf(rule: string): string | undefined
  readonly answers: AnswerDesk
  /** Markdown of the runbook beside a rule's file. */
  runbook(ruleFile: string): string | undefined
  readonly detections: DetectionDesk
  readonly deadLetters: {
    /** The newest first. */
    list(query: LetterQuery & { readonly limit: number }): Promise<readonly DeadLetterLine[]>
    get(id: string): Promise<DeadLetterEntry | undefined>
    /**
     * Puts a letter back on its raw topic; undefined when there is none of that id. One that was put back before stays where it
     * is, unless `again`; one that holds only the beginning of its record always.
     */
    replay(
      id: string,
      how: { readonly by: string; readonly again: boolean },
    ): Promise<'replayed' | 'before' | 'cut' | undefined>
    /** The same for every letter of the query that is whole and was not put back before. */
    replayAll(query: LetterQuery, by: string): Promise<{ readonly replayed: number; readonly before: number }>
  }
  readonly baseline: {
    list(query: { readonly prefix?: string; readonly limit: number }): Promise<readonly BaselineEntry[]>
    /** Durable when it resolves; the reason when an entry cannot be used. */
    import(entries: readonly BaselineEntry[]): Promise<Result<number, string>>
  }
  /** Gives memory events of before; durable when it resolves. */
  learn(events: readonly LearnedEvent[]): Promise<void>
  /** Erases what names a person. @returns why not, where it could not be done */
  erase(
    names: readonly string[],
    how: { readonly dryRun: boolean; readonly by: Acting },
  ): Promise<Erased | { readonly account: string } | { readonly refused: RefusedReason } | { readonly late: true }>
  readonly people: PeopleDesk
  readonly provider?: ProviderDesk
  /** What keeping a password costs; the usual, when left out. */
  readonly passwords?: Strength
  /** What detection remembers. */
  readonly state: {
    /** Whether this process detects, and so has it. */
    owned(): boolean
    list(query: StateQuery): Promise<StateFound & { readonly counts: Readonly<Record<string, number>> }>
    /** The entry whose key begins so; undefined where none or several do. */
    show(key: string): StateLine | undefined
  }
  /** What this site does not see; undefined where this process does not detect. @param without `source` or `source/stream` that it does not have */
  blind(without: readonly string[]): BlindReport | undefined
  readonly posture: PostureDesk
  /** The report as a file; it takes no time of whoever else is served. */
  report(order: ReportOrder): Promise<Uint8Array>
  /** How each source is. */
  sources(): Promise<SourcesReport>
  /** Answers `POST /intake/:source` and Splunk's collector. */
  readonly intake: RequestHandler
  /** Answers `POST /heartbeat/:name`. */
  readonly heartbeat: RequestHandler
  ready(): Promise<Readiness>
  metrics(): Promise<{ readonly type: string; readonly text: string }>
  readonly access: Access
  readonly site: string
  readonly zone?: string
  now(): number
  /** Told of what must not happen. */
  fault(error: unknown): void
}

/** The rules in use, what their cases show, and what they make of a record. */
export interface DetectionDesk {
  /** By file, in the order of each. */
  rules(): readonly RuleEntry[]
  /** The same for the same rules. */
  digest(): string
  /** The text of one rule. */
  text(id: string): string | undefined
  /** Names of what can read a record. */
  sources(): readonly string[]
  /** What the cases showed; begins to run them where they have not run. */
  proof(): Proof
  /** Tries records that somebody pasted; bounded in size, number and time. */
  trial(given: TrialGiven): Promise<Result<Trial, { readonly status: 400 | 503; readonly error: string }>>
}

/** What is done; the id where what is told twice must count once. */
export type ActGiven = Omit<Action, 'type' | 'id' | 'at' | 'by'> & { readonly id?: string }

/** What became of one thing that a provider told: `idle` changes nothing, `stale` was overtaken, of `unknown` we have no page. */
export type HookOutcome = 'taken' | 'known' | 'idle' | 'stale' | 'unknown' | 'later' | 'refused'

export interface HookTaken {
  readonly outcomes: readonly HookOutcome[]
  /** Why it was not believed; for the log, never for who called. */
  readonly why?: string
  readonly reply?: HookReply
}

/** Ways to answer a page without an account, and to try whether pages arrive. */
export interface AnswerDesk {
  /** Undefined: no pager of that name can call back. */
  hook(pager: string, call: HookCall, from: string | undefined): Promise<HookTaken | undefined>
  /** What a link in a page says. */
  link(
    token: string,
  ): Result<{ readonly incident: string; readonly pager: string; readonly until: number }, 'forged' | 'over'>
  /** Names of the pagers that a test rings now. */
  pagers(): readonly string[]
  readonly domainController?: DomainController
  /** Asks for a page that says that nothing happened; durable when it resolves. */
  test(by: Acting): Promise<TestRecord>
}

/** Would the last copy survive: from the estate, what records showed of it, and the drills. */
export interface PostureDesk {
  /** As the configuration declares it: who answers for what. */
  readonly estate?: Estate
  /** Protected sets and copies that the estate names; none without an estate. */
  readonly names: { readonly sets: readonly string[]; readonly copies: readonly string[] }
  /** As of now. The same object as long as nothing of it changed within the day. @param dwellDays days that an attacker stays unseen; 30 when left out */
  survival(dwellDays?: number): Promise<Result<Survival, 'no-estate' | 'elsewhere'>>
  /** What records showed before: of each fact the last of each month after which it changed. */
  former(): readonly ObservedFact[]
}

export interface RuleExplanation {
  readonly rule: string
  readonly title: string
  readonly verdict: 'matched' | 'not-matched' | 'filtered'
  /** What decided it, in the order of the rule. */
  readonly because: readonly {
    /** The field and its modifiers, as the rule writes them. */
    readonly asks: string
    readonly for: string
    readonly holds: boolean
    /** What stands there. */
    readonly found: readonly (string | number | boolean)[]
  }[]
}

/** What was erased, or would be. */
export interface Erased {
  /** What stands in the person's place. */
  readonly pseudonym: string
  /** Alerts that are done, and what was told and done about them. */
  readonly alerts: number
  readonly told: number
  readonly events: number
  /** Of the audit log. */
  readonly entries: number
  /** Alerts that are not done, and name the person still. */
  readonly standing: readonly string[]
}

export interface LetterQuery {
  readonly source?: string
  /** Part of the reason, in any case. */
  readonly reason?: string
  /** ISO: rejected then or later. */
  readonly since?: string
  /** Only these. */
  readonly ids?: readonly string[]
}

/** A letter in a list: without the record. */
export interface DeadLetterLine extends Omit<DeadLetterEntry, 'letter'> {
  readonly letter: Omit<DeadLetter, 'record'>
  /** Of the record. */
  readonly bytes: number
}

export interface DeadLetterEntry {
  readonly id: string
  /** ISO: when it was rejected. */
  readonly at: string
  readonly letter: DeadLetter
  /** When it was put back last, and by whom. */
  readonly replayed?: { readonly at: string; readonly by: string }
  /** The newest letter that came of putting it back: it was rejected again. */
  readonly again?: string
}

export interface Readiness {
  readonly ready: boolean
  readonly stages: readonly StageReadiness[]
  readonly problems: readonly string[]
  /** Sources that fell silent: a state of theirs, not of this process. */
  readonly silent?: readonly string[]
}

export interface StageReadiness {
  readonly name: string
  readonly state: 'starting' | 'running' | 'behind' | 'failed' | 'stopped'
  /** Records not yet committed, over all partitions. */
  readonly behind: number
  /** Seconds that the oldest of these has waited, at most. */
  readonly lag: number
  /** ISO: since when it is behind or failed. */
  readonly since?: string
  readonly reason?: string
}
