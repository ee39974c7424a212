// Views of the queue under names, each its owner's own.
import type { Ask } from '../model/ask.ts'
import type { SavedView, Subject } from '../model/people.ts'
import { type Decision, done, refuse } from './decision.ts'
import type { Reader, Shelf } from './shelf.ts'

const most = 50

/** Whose views somebody sees and saves: a token's are its owner's. */
const ownerOf = ({ person, name }: Subject): string => person ?? name

/** By name. */
export const viewsOf = (shelf: Reader, who: Subject): readonly SavedView[] =>
  shelf.all('view').filter(({ owner }) => owner === ownerOf(who))

/** One of the same name is replaced. */
export function saveView(shelf: Shelf, { view }: Extract<Ask, { act: 'view-save' }>, who: Subject): Decision {
  const own = viewsOf(shelf, who)
  if (own.length >= most && !own.some(({ name }) => name === view.name)) return refuse('too-many')
  shelf.put('view', keyOf(who, view.name), { ...view, owner: ownerOf(who) })
  return done()
}

export function forgetView(shelf: Shelf, { view }: Extract<Ask, { act: 'view-forget' }>, who: Subject): Decision {
  const key = keyOf(who, view)
  if (!shelf.get('view', key)) return refuse('no-such-view')
  shelf.put('view', key, undefined)
  return done()
}

const keyOf = (who: Subject, name: string): string => `${ownerOf(who)}\u0000${name}`
