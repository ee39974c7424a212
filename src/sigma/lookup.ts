// Finds a field in an event: a flat key first, then the way down its dots, through lists on the way.

/** A field's name with its dots, split once. */
export interface FieldPath {
  readonly flat: string
  readonly steps: readonly string[]
}

export const fieldPath = (field: string): FieldPath => ({ flat: field, steps: field.split('.') })

/**
 * The values at a path; none when it leads nowhere. Own properties only, so `__proto__` is a name like any other.
 * A list on the way leads through each of its members: contract, section 1.
 */
export function valuesAt(event: object, { flat, steps }: FieldPath): readonly unknown[] {
  if (Object.hasOwn(event, flat)) return [(event as Record<string, unknown>)[flat]]
  if (steps.length === 1) return none
  let here: unknown[] = [event]
  for (const step of steps) {
    const next: unknown[] = []
    for (const value of here) collect(value, step, next)
    if (next.length === 0) return none
    here = next
  }
  return here
}

const none: readonly unknown[] = []

function collect(value: unknown, step: string, into: unknown[]): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) {
    if (Object.hasOwn(value, step)) into.push((value as Record<string, unknown>)[step])
    return
  }
  if (/^\d+$/.test(step) && Object.hasOwn(value, step)) into.push(value[Number(step)])
  for (const member of value) collect(member, step, into)
}

/** Every value anywhere in an event, for keywords. Iterative: an event may be deep. */
export function leavesOf(event: object): readonly unknown[] {
  const found: unknown[] = []
  const waiting: unknown[] = [event]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) waiting.push(inner)
    else found.push(value)
  }
  return found
}
