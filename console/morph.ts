// Makes one piece of a page equal to another by changing only what differs: focus, selection and what is being typed stay.

/** @param to from another document; parts of it are taken over */
export function morph(from: Element, to: Element): void {
  if (from.isEqualNode(to)) return
  attributes(from, to)
  if (isBeingUsed(from)) return
  children(from, to)
}

/** The reader's own doing: an open fold, a ticked box, a text in a field. */
const own: ReadonlySet<string> = new Set(['open', 'data-own'])

function attributes(from: Element, to: Element): void {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !own.has(name)) from.removeAttribute(name)
  for (const { name, value } of to.attributes)
    if (!own.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value)
}

const isBeingUsed = (one: Element): boolean =>
  one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement || one instanceof HTMLDialogElement

const keyOf = (node: Node): string | undefined =>
  node instanceof Element ? (node.getAttribute('data-key') ?? (node.id || undefined)) : undefined

/** Whether one can become the other. */
const areAlike = (one: Node, other: Node): boolean =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other)

function children(from: Element, to: Element): void {
  const keyed = new Map<string, Node>()
  for (const child of from.childNodes) {
    const key = keyOf(child)
    if (key !== undefined) keyed.set(key, child)
  }
  let here: ChildNode | null = from.firstChild
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted)
    const known = key === undefined ? undefined : keyed.get(key)
    if (known && areAlike(known, wanted)) {
      if (known === here) here = here.nextSibling
      else from.insertBefore(known, here)
      become(known, wanted)
    } else if (here && key === undefined && areAlike(here, wanted)) {
      const next: ChildNode | null = here.nextSibling
      become(here, wanted)
      here = next
    } else from.insertBefore(document.adoptNode(wanted), here)
  }
  while (here) {
    const next: ChildNode | null = here.nextSibling
    here.remove()
    here = next
  }
}

function become(from: Node, to: Node): void {
  if (from instanceof Element && to instanceof Element) morph(from, to)
  else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue
}
