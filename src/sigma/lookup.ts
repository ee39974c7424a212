// Finds a field in an event: a flat key first, then the way down its dots, through lists on the way.

/** A field's name with its dots, split once. */
export interface FieldPath {
  readonly flat: string
  readonly steps: readonly string[]
  /** A step is the name of something that every object inherits, such as `constructor`: own properties only. */
  readonly inherited: boolean
}

export const fieldPath = (field: string): FieldPath => {
  const steps = field.split('.')
  return { flat: field, steps, inherited: [field, ...steps].some((step) => step in Object.prototype) }
}

/**
 * The values at a path; none when it leads nowhere. Own properties only, so `__proto__` is a name like any other.
 * A list on the way leads through each of its members: contract, section 1.
 */
export function valuesAt(event: object, path: FieldPath): readonly unknown[] {
  if (path.inherited) return carefully(event, path)
  const { flat, steps } = path
  const direct = (event as Record<string, unknown>)[flat]
  if (direct !== undefined) return [direct]
  if (steps.length === 1) return none
  let here: unknown = event
  for (const step of steps) {
    if (typeof here !== 'object' || here === null) return none
    if (Array.isArray(here)) return carefully(event, path)
    here = (here as Record<string, unknown>)[step]
    if (here === undefined) return none
  }
  return [here]
}

const none: readonly unknown[] = []

function carefully(event: object, { flat, steps }: FieldPath): readonly unknown[] {
  if (Object.hasOwn(event, flat)) return [(event as Record<string, unknown>)[flat]]
  if (steps.length === 1) return none
  let here: unknown[] = [event]
  for (const step of steps) {
    const next: unknown[] = []
    collect(here, step, next)
    if (next.length === 0) return none
    here = next
  }
  return here
}

/**
 * Iterative: lists in lists may be deep. A number is a member's place where the list has one. A member that lacks the step
 * gives undefined: for it the field is absent, and any member will do.
 */
function collect(values: readonly unknown[], step: string, into: unknown[]): void {
  const place = /^\d+$/.test(step) ? Number(step) : undefined
  const waiting: (readonly [value: unknown, member: boolean])[] = values
    .map((value) => [value, false] as const)
    .reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, member] = next
    if (Array.isArray(value)) {
      const atPlace = place !== undefined && place < value.length
      if (atPlace) into.push(value[place])
      for (let index = value.length - 1; index >= 0; index -= 1) waiting.push([value[index], !atPlace])
    } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
      into.push((value as Record<string, unknown>)[step])
    } else if (member || value === undefined) into.push(undefined)
  }
}

/** Every value anywhere in an event, for keywords. Iterative: an event may be deep. */
export function leavesOf(event: object): readonly unknown[] {
  const found: unknown[] = []
  const waiting: object[] = [event]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (Array.isArray(here)) {
      for (const value of here) {
        if (typeof value === 'object' && value !== null) waiting.push(value)
        else found.push(value)
      }
      continue
    }
    for (const key in here) {
      const value = (here as Record<string, unknown>)[key]
      if (typeof value === 'object' && value !== null) waiting.push(value)
      else found.push(value)
    }
  }
  return found
}

/** The values of an event behind one another, to be searched at once. @param shortest texts below that length are left out */
export function allText(event: object, shortest: number): string {
  let text = ''
  const waiting: object[] = []
  const take = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length >= shortest) text += `\0${value}`
    } else if (typeof value !== 'object') text += `\0${String(value)}`
    else if (value !== null) waiting.push(value)
  }
  for (let here: object | undefined = event; here !== undefined; here = waiting.pop()) {
    if (Array.isArray(here)) for (const value of here) take(value)
    else for (const key in here) take((here as Record<string, unknown>)[key])
  }
  return text
}
