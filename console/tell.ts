// Short words at the foot of the page of what was done or went wrong, also for those who listen to it.
import { find, make } from './find.ts'

const shownFor = 5_000

export function tell(words: string, kind: 'done' | 'wrong' = 'done'): void {
  const place = find('#told')
  if (!place) return
  const note = make('p', { class: kind }, words)
  place.append(note)
  while (place.children.length > 3) place.firstElementChild?.remove()
  setTimeout(() => note.remove(), shownFor)
}
