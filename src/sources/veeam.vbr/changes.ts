// `ChangesXML` and its kin: which properties of which objects were what before and are what now. Never fails, whatever it is given.

export interface Property {
  /** The product's own name of it: `ConfigurationBackupRetentionPolicy`. */
  readonly name: string
  /** As the console calls it, where it says so: `Configuration backup retention`. */
  readonly label: string
  readonly type: string
  /** Both are empty where the record has nothing there. */
  readonly from: string
  readonly to: string
  /** Of a list's member that came, changed or went. */
  readonly part?: 'added' | 'modified' | 'deleted'
}

export interface Changed {
  /** The record has a list, be it an empty one. */
  readonly complete: boolean
  readonly properties: readonly Property[]
  /** Objects that the record names, with their attributes and the properties that they were made or left with. */
  readonly objects: readonly { readonly name: string; readonly id: string; readonly role: string }[]
  /** Lists that lost a member, by the list's name: `Extents`. */
  readonly lost: readonly { readonly list: string; readonly name: string }[]
}

interface Element {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Element[]
  text: string
}

const mostElements = 5000
const deepest = 40
const none: Changed = { complete: false, properties: [], objects: [], lost: [] }

/** What an XML text lists; nothing where it is empty or no XML. */
export function readChanges(xml: string | undefined): Changed {
  if (xml === undefined || !xml.includes('<')) return none
  const properties: Property[] = []
  const objects: { name: string; id: string; role: string }[] = []
  const lost: { list: string; name: string }[] = []
  const walk = (element: Element, list: string, part?: Property['part']): void => {
    const tag = element.tag.toLowerCase()
    if (tag === 'property') {
      properties.push(propertyOf(element, part))
      return
    }
    if (tag === 'object') objects.push(objectOf(element))
    if (part === 'deleted') lost.push({ list, name: objectOf(element).name })
    const inside = partOf(tag)
    for (const child of element.children) walk(child, inside ? list : element.tag, inside)
  }
  for (const element of treeOf(xml.slice(0, 1_000_000)).children) walk(element, '')
  return { complete: true, properties, objects, lost }
}

const partOf = (tag: string): Property['part'] =>
  tag === 'added' || tag === 'modified' || tag === 'deleted' ? tag : undefined

/** Of an object that was made or left, the value stands alone: it is what holds now. */
function propertyOf(element: Element, part: Property['part']): Property {
  const child = (tag: string): Element | undefined => element.children.find((one) => one.tag.toLowerCase() === tag)
  const alone = element.children.length === 0
  return {
    name: element.attributes.get('internal') ?? element.attributes.get('name') ?? '',
    label: element.attributes.get('name') ?? '',
    type: element.attributes.get('type') ?? '',
    from: told(child('old')),
    to: alone ? element.text.trim() : told(child('new')),
    ...(part ? { part } : {}),
  }
}

/** A value's text; one that is itself a list, by its members. */
const told = (element: Element | undefined): string =>
  element === undefined
    ? ''
    : element.text.trim() ||
      element.children
        .map(({ tag, attributes, children }) => [tag, ...attributes.values(), children.length].join(' '))
        .join(', ')

function objectOf({ attributes, children, text }: Element): { name: string; id: string; role: string } {
  const named = children.find((child) => /^property$/i.test(child.tag) && child.attributes.get('internal') === 'Name')
  return {
    name: attributes.get('name') ?? attributes.get('objectName') ?? named?.text.trim() ?? text.trim(),
    id: attributes.get('id') ?? '',
    role: attributes.get('assignedRoleName') ?? '',
  }
}

const attribute = /([A-Za-z_][\w.:-]{0,80})\s*=\s*"([^"]*)"/g

function treeOf(xml: string): Element {
  const root: Element = { tag: '', attributes: new Map(), children: [], text: '' }
  const open: Element[] = [root]
  let [place, count] = [0, 0]
  while (count < mostElements) {
    const start = xml.indexOf('<', place)
    const here = open.at(-1) ?? root
    here.text += entities(xml.slice(place, start < 0 ? xml.length : start))
    const end = start < 0 ? -1 : xml.indexOf('>', start)
    if (end < 0) break
    place = end + 1
    const body = xml.slice(start + 1, end)
    if (/^[?!]/.test(body)) continue
    if (body.startsWith('/')) {
      if (open.length > 1) open.pop()
      continue
    }
    count += 1
    const element: Element = {
      tag: /^[\w.:-]{1,80}/.exec(body)?.[0] ?? '',
      attributes: new Map([...body.matchAll(attribute)].map(([, name = '', value = '']) => [name, entities(value)])),
      children: [],
      text: '',
    }
    here.children.push(element)
    if (!body.endsWith('/') && open.length < deepest) open.push(element)
  }
  return root
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const entities = (text: string): string =>
  text.includes('&') ? text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => named[name] ?? whole) : text
