// A value or the reason why there is none: for trouble that is expected, where an exception would hide it.
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** The good outcome. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** The bad outcome, with its reason. */
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })
