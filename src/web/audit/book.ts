// The audit log as the page shows it: verified as it grows, the newest entries at hand, older ones read when they are asked for.
import type { AuditEntry, AuditHead } from '../../model/audit.ts'
import { type AuditFinding, auditVerifier } from '../../people/verify.ts'
import type { PeopleDesk } from '../deps.ts'

export interface AuditQuery {
  readonly act?: string | undefined
  readonly who?: string | undefined
  readonly outcome?: string | undefined
  readonly text?: string | undefined
  /** ISO, inclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Only entries before this number. */
  readonly before?: number | undefined
}

export interface AuditState {
  readonly entries: number
  readonly head: AuditHead
  readonly findings: readonly AuditFinding[]
  /** Epoch milliseconds: when all of it was read from its beginning. */
  readonly since: number
}

export interface AuditBook {
  /** Reads what is new. @param anew from the beginning, so that what was changed meanwhile is found too */
  look(anew: boolean): Promise<AuditState>
  /** The newest that fit first. @returns whether there are more behind them */
  find(query: AuditQuery, limit: number): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>
}

/** Entries at hand: some megabytes. */
const mostAtHand = 5_000
const mostFindings = 100

export function makeAuditBook(
  people: Pick<PeopleDesk, 'audit' | 'auditFrom' | 'head' | 'known'>,
  now: () => number,
): AuditBook {
  let verifier = auditVerifier()
  let findings: AuditFinding[] = []
  let atHand: AuditEntry[] = []
  let place: string | undefined
  let since = 0
  /** How many entries had been erased when it was read last. */
  let erased = 0
  let turn: Promise<unknown> = Promise.resolve()

  const readOn = async (asked: boolean): Promise<AuditState> => {
    const gone = people.known()?.get('erased') ?? 0
    // Entries that lost a name lie elsewhere than before: they are read in their order, and the whole log is.
    const moved = gone > 0 && (gone !== erased || people.head()?.seq !== verifier.end().head.seq)
    if (gone > 0 && !asked && !moved) return state()
    erased = gone
    if (asked || moved) {
      verifier = auditVerifier()
      findings = []
      atHand = []
      place = undefined
    }
    if (place === undefined) since = now()
    let read = 0
    for await (const { text, next } of gone > 0 ? inItsOrder() : people.auditFrom(place)) {
      const entry = parsed(text)
      findings = [...findings, ...verifier.take(entry)].slice(0, mostFindings)
      if (entry) atHand.push(entry)
      if (atHand.length > 2 * mostAtHand) atHand = atHand.slice(-mostAtHand)
      place = next
      read += 1
      if (read % 500 === 0) await new Promise((go) => setImmediate(go))
    }
    return state()
  }
  const state = (): AuditState => {
    const { findings: last, head, entries } = verifier.end()
    return { entries, head, findings: [...findings, ...last], since }
  }
  const inItsOrder = async function* () {
    for await (const text of people.audit()) yield { text, next: undefined }
  }
  return {
    look(anew) {
      const mine = turn.then(() => readOn(anew))
      turn = mine.catch(() => undefined)
      return mine
    },
    async find(query, limit) {
      const fits = fitting(query)
      const near = atHand.filter(fits)
      const whole = (atHand[0]?.seq ?? 1) === 1
      if (whole || near.length > limit) return { entries: near.slice(-limit).reverse(), more: near.length > limit }
      const found: AuditEntry[] = []
      let all = 0
      for await (const text of people.audit()) {
        const entry = parsed(text)
        if (!entry || !fits(entry)) continue
        all += 1
        found.push(entry)
        if (found.length > limit) found.shift()
      }
      return { entries: found.reverse(), more: all > limit }
    },
  }
}

function fitting({ act, who, outcome, text, from, to, before }: AuditQuery): (entry: AuditEntry) => boolean {
  const [name, part] = [who?.toLowerCase(), text?.toLowerCase()]
  return (entry) => {
    if (act !== undefined && entry.act !== act) return false
    if (outcome !== undefined && entry.outcome !== outcome) return false
    if (before !== undefined && entry.seq >= before) return false
    if ((from !== undefined && entry.at < from) || (to !== undefined && entry.at > to)) return false
    const { personal } = entry
    if (name !== undefined && ![personal?.who.name, personal?.who.person].some((one) => one?.toLowerCase() === name))
      return false
    return part === undefined || JSON.stringify(entry).toLowerCase().includes(part)
  }
}

function parsed(text: string): AuditEntry | undefined {
  try {
    return JSON.parse(text) as AuditEntry
  } catch {
    return undefined
  }
}
