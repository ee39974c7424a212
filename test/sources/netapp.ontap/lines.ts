// Entries of audit.log as tests write them: one input, in the form that most clusters forward.
import type { Event } from '../../../src/model/event.ts'
import source from '../../../src/sources/netapp.ontap/source.ts'
import { eventsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2)

export interface Said {
  readonly app?: string
  readonly from?: string
  readonly who?: string
  readonly state?: string
  readonly ids?: string
  readonly tag?: string
}

/** One entry, of 2 March 2026, 8:00 UTC. */
export function entry(input: string, said: Said = {}): string {
  const {
    app = 'ssh',
    from = '192.0.2.10:50122',
    who = 'na01:admin',
    state = 'Success',
    tag = '[kern_audit:info:2094]',
  } = said
  const ids = said.ids ?? '8003e90000001e00:8003e90000001f01'
  return (
    `<190>Mar  2 09:00:01 na01-02: na01-02: 0000001c.00000001 000003d1 Mon Mar 02 2026 09:00:00 +01:00 ${tag} ` +
    `${ids} :: na01:${app} :: ${from} :: ${who} :: ${input} :: ${state}`
  )
}

/** What a line or a document becomes. */
export const eventsIn = (text: string): readonly Event[] => eventsOf([source.read(Buffer.from(text), received)])

export function eventOf(input: string, said: Said = {}): Event {
  const [event] = eventsIn(entry(input, said))
  if (!event) throw new Error(`no event for ${input}`)
  return event
}
