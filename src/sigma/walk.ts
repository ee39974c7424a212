// Which of the fields that rules ask for an event has: one walk over the event instead of one over all rules' fields.

interface Branch {
  /** Field that ends here; -1 when none does. */
  field: number
  children: Map<string, Branch> | undefined
  /** Some child is a number: a place in a list. */
  places: boolean
}

export type FieldTree = ReadonlyMap<string, Branch>

/** The tree of field names: each whole, as a flat key, and along its dots. */
export function fieldTree(fields: readonly (readonly [name: string, field: number])[]): FieldTree {
  const top = new Map<string, Branch>()
  for (const [name, field] of fields) {
    branchIn(top, name).field = field
    const steps = name.split('.')
    if (steps.length === 1) continue
    let here = branchIn(top, steps[0] ?? '')
    for (const step of steps.slice(1)) {
      if (/^\d+$/.test(step)) here.places = true
      here.children ??= new Map()
      here = branchIn(here.children, step)
    }
    here.field = field
  }
  return top
}

function branchIn(branches: Map<string, Branch>, key: string): Branch {
  const known = branches.get(key)
  if (known) return known
  const branch: Branch = { field: -1, children: undefined, places: false }
  branches.set(key, branch)
  return branch
}

/** Calls back for every field that the event may have: never fewer than it has, and some of them twice. */
export function walkFields(event: object, tree: FieldTree, found: (field: number) => void): void {
  for (const key in event) {
    const branch = tree.get(key)
    if (branch) visit((event as Record<string, unknown>)[key], branch, found)
  }
}

function visit(value: unknown, branch: Branch, found: (field: number) => void): void {
  if (branch.field !== -1) found(branch.field)
  const { children } = branch
  if (children === undefined || typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) {
    descend(value, children, found)
    return
  }
  // Lists in lists may be deep, so they are walked without recursion.
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const one = waiting.pop()
    if (typeof one !== 'object' || one === null) continue
    if (!Array.isArray(one)) {
      descend(one, children, found)
      continue
    }
    if (branch.places)
      for (const [key, child] of children)
        if (/^\d+$/.test(key) && Number(key) < one.length) visit(one[Number(key)], child, found)
    for (const member of one) waiting.push(member)
  }
}

function descend(value: object, children: ReadonlyMap<string, Branch>, found: (field: number) => void): void {
  for (const key in value) {
    const child = children.get(key)
    if (child) visit((value as Record<string, unknown>)[key], child, found)
  }
}
