// Epoch milliseconds as ISO text.

/** Undefined where no calendar reaches. */
export const isoOf = (time: number): string | undefined =>
  Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : undefined
