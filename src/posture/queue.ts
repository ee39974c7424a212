// A queue that gives the cheapest first, and of equals the one that came first: a heap over one array.

export interface Entry {
  readonly cost: number
  readonly node: number
  readonly relation: number
}

export function newQueue(): {
  push(cost: number, node: number, relation: number): void
  pop(): Entry | undefined
} {
  const heap: (Entry & { readonly turn: number })[] = []
  let turns = 0
  const before = (one: number, other: number): boolean => {
    const [first, second] = [heap[one], heap[other]]
    if (!first || !second) return first !== undefined
    return first.cost < second.cost || (first.cost === second.cost && first.turn < second.turn)
  }
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]]
    if (!first || !second) return
    heap[one] = second
    heap[other] = first
  }
  return {
    push(cost, node, relation) {
      heap.push({ cost, node, relation, turn: turns++ })
      for (let at = heap.length - 1; at > 0; ) {
        const up = (at - 1) >> 1
        if (!before(at, up)) break
        swap(at, up)
        at = up
      }
    },
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (!first || !last || heap.length === 0) return first
      heap[0] = last
      for (let at = 0; ; ) {
        const left = 2 * at + 1
        const least = left + 1 < heap.length && before(left + 1, left) ? left + 1 : left
        if (least >= heap.length || !before(least, at)) break
        swap(at, least)
        at = least
      }
      return first
    },
  }
}
