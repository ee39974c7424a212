// Tests of the way from a record to a pager: one that somebody asks for, and those on a schedule.

/** Whether every pager takes a page, tried on a schedule. */
export interface SelfTest {
  /** Milliseconds, whole days. */
  readonly every: number
  /** Local `HH:MM`. */
  readonly at: string
  readonly zone: string
  /** Milliseconds until a pager that did not take its page has failed. */
  readonly within: number
  /** Names; all where it is empty. */
  readonly pagers: readonly string[]
}

/** Somebody wants to know whether pages arrive: the page stage makes a page with the reason `test` of it. */
export interface TestRecord {
  readonly type: 'test'
  /** Stands for the alert in the page: `test-` and a hash. */
  readonly id: string
  readonly site: string
  readonly by: string
  /** ISO. */
  readonly at: string
  /** Whom it rings; left out: whoever the first step of the page-now escalation reaches. */
  readonly pagers?: readonly string[]
}

/** The schedule of self-tests, as the configuration says; written at each start. */
export interface ScheduleRecord {
  readonly type: 'schedule'
  readonly site: string
  /** Undefined: none. */
  readonly plan?: SelfTest
}
