// Finding elements: what must be there, and what may be.

export const find = <E extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E | undefined => within.querySelector<E>(selector) ?? undefined

export const findAll = <E extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): readonly E[] => [...within.querySelectorAll<E>(selector)]

/** An element with its attributes and what is in it; texts go in as texts. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...content)
  return made
}
