// Waits for what somebody did to come back through the journal, and keeps acts on one alert in a row.
import { changesNothing } from '../../model/acts.ts'
import type { Alert, Answered } from '../../model/alert.ts'
import type { AlertStore } from '../../model/store.ts'
import type { Action } from '../../model/wire.ts'

/** So long the journal is waited for, in milliseconds: usually it takes some hundredths of a second. */
const patience = 3_000
const between = 25

/**
 * Waits for the act, so that whoever pressed a button sees it done. The act itself is there first, what it made of the alert a
 * stage later.
 * @param alert as it was before
 */
export async function seen(store: AlertStore, alert: Alert, action: Action): Promise<void> {
  const version = changesNothing(alert, action) ? alert.version : alert.version + 1
  for (let waited = 0; waited < patience; waited += between) {
    const known = (await store.history(alert.id)).actions.some(({ id }) => id === action.id)
    if (known && ((await store.get(alert.id))?.version ?? 0) >= version) return
    await new Promise((resume) => setTimeout(resume, between))
  }
}

/** One after the other for each key: what looks at an alert before it acts must not look while another acts. */
export function makeTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    const ended = mine.catch(() => undefined)
    last.set(key, ended)
    try {
      return await mine
    } finally {
      if (last.get(key) === ended) last.delete(key)
    }
  }
}

/**
 * Who has an incident, or an alert that paged nobody, once the acknowledgement that was just written has come back: of two at
 * once both are told the same.
 * @param key of the incident, or id of the alert
 * @returns undefined when it takes too long, or it is over
 */
export async function answerTo(store: AlertStore, key: string): Promise<Answered | undefined> {
  for (let waited = 0; waited < patience; waited += between) {
    const [story, alert] = await Promise.all([store.incident(key), store.get(key)])
    const answered = story ? story.incident.answered : alert?.answered
    const over = story ? story.incident.status === 'over' : alert?.status === 'closed' || alert?.status === 'resolved'
    if (answered || over) return answered
    await new Promise((resume) => setTimeout(resume, between))
  }
  return undefined
}
