// Waits for what somebody did to come back through the journal, and keeps acts on one alert in a row.
import type { Answered } from '../model/alert.ts'
import type { AlertStore } from '../model/store.ts'

/**
 * Waits a moment for the act, so that whoever pressed a button sees it done. The act itself is there first, what it made of the
 * alert a stage later; an act that changes nothing makes nothing of it.
 * @param version of the alert before
 */
export async function seen(
  store: AlertStore,
  { id, version, action }: { readonly id: string; readonly version: number; readonly action: string },
): Promise<void> {
  for (let tries = 0; tries < 80; tries += 1) {
    const known = (await store.history(id)).actions.some((one) => one.id === action)
    if (known && (tries >= 20 || ((await store.get(id))?.version ?? 0) > version)) return
    await new Promise((resume) => setTimeout(resume, 25))
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

/** So long the journal is waited for: usually it takes some hundredths of a second. */
const patience = 3_000

/**
 * Who has an incident, or an alert that paged nobody, once the acknowledgement that was just written has come back: of two at
 * once both are told the same.
 * @param key of the incident, or id of the alert
 * @returns undefined when it takes too long, or it is over
 */
export async function answerTo(store: AlertStore, key: string): Promise<Answered | undefined> {
  for (let waited = 0; waited < patience; waited += 25) {
    const [story, alert] = await Promise.all([store.incident(key), store.get(key)])
    const answered = story ? story.incident.answered : alert?.answered
    const over = story ? story.incident.status === 'over' : alert?.status === 'closed' || alert?.status === 'resolved'
    if (answered || over) return answered
    await new Promise((resume) => setTimeout(resume, 25))
  }
  return undefined
}
