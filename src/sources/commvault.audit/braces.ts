// `Opid = {42} Username = {admin} Details = {…}`: how Commvault writes what it sends by syslog.

const next = /\}\s*(?:[A-Z][A-Za-z]{1,40}\s?=\s?\{|$)/g

/** The values by their names, in small letters; a value ends at the brace that another name follows, or the end. */
export function bracesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let here = startOf(text, 0)
  while (here !== undefined) {
    next.lastIndex = here.value
    const end = next.exec(text)
    const stop = end?.index ?? text.length
    if (!found.has(here.name)) found.set(here.name, text.slice(here.value, stop).trim())
    here = end ? startOf(text, stop) : undefined
  }
  return found
}

/** The first name at or behind a place, and where its value begins. */
function startOf(text: string, from: number): { readonly name: string; readonly value: number } | undefined {
  for (let brace = text.indexOf('{', from); brace >= 0; brace = text.indexOf('{', brace + 1)) {
    const head = text.slice(Math.max(from, brace - 50), brace)
    const name = /([A-Z][A-Za-z]{1,40})\s?=\s?$/.exec(head)?.[1]
    if (name !== undefined) return { name: name.toLowerCase(), value: brace + 1 }
  }
  return undefined
}
