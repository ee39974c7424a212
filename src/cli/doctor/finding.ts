// What the doctor says of one thing: how it is, and what to do where it is not well.
export interface Finding {
  readonly check: string
  /** `wrong`: something does not work or will not. `note`: worth knowing. `skipped`: it could not be looked at. */
  readonly state: 'fine' | 'note' | 'wrong' | 'skipped'
  readonly what: string
  /** What to do. */
  readonly remedy?: string
}

export const fine = (check: string, what: string): Finding => ({ check, state: 'fine', what })
export const note = (check: string, what: string, remedy: string): Finding => ({ check, state: 'note', what, remedy })
export const wrong = (check: string, what: string, remedy: string): Finding => ({ check, state: 'wrong', what, remedy })
export const skipped = (check: string, what: string): Finding => ({ check, state: 'skipped', what })

/** Clocks that differ by more than this are told of; what is allowed to records is ten minutes. */
const mostSkew = 5_000

/** @param ms how far the other clock is ahead of this one */
export function clockFinding(whose: string, ms: number, exactly: number): Finding {
  const told = `${whose} is ${(Math.abs(ms) / 1_000).toFixed(exactly)} s ${ms < 0 ? 'behind' : 'ahead of'} this machine`
  if (Math.abs(ms) <= mostSkew) return fine('clock', told)
  return wrong(
    'clock',
    told,
    'set both by NTP (chronyc tracking): pages wait and repeat by this machine’s clock, and a stepped clock looks like an attack',
  )
}
