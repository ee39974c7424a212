// What is wrong with the consoles that a site describes itself, beyond the shape of what it wrote.
import { type Form, forms, mappingsOf, type ShapedMappings } from '../model/mapping.ts'
import type { Known } from './load.ts'
import type { Teller } from './tell.ts'

const isForm = (name: string): name is Form => (forms as readonly string[]).includes(name)

/** Tells every mistake, at its place in the file. */
export function checkMappings(shaped: ShapedMappings, known: Known, tell: Teller): void {
  for (const [name, { read }] of Object.entries(shaped)) {
    if (read === undefined && !isForm(name)) tell(['sources', name, 'read'], 'is missing', `one of ${forms.join(', ')}`)
    if (isForm(name) && read !== undefined && read !== name)
      tell(['sources', name, 'read'], `must be ${name}, or left out`)
  }
  for (const mapping of mappingsOf(shaped))
    known.checkMapping(mapping, (path, message, hint) => tell(['sources', mapping.name, ...path], message, hint))
}
