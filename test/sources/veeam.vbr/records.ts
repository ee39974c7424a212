// Lines of Veeam for tests: a header of 13.1 and an event block of any number and fields.
import type { Event } from '../../../src/model/event.ts'
import source from '../../../src/sources/veeam.vbr/source.ts'
import { eventsOf } from '../samples.ts'

export const received = Date.UTC(2026, 2, 2, 12)
export const read = (text: string) => source.read(Buffer.from(text), received)
export const readJson = (value: unknown) => read(JSON.stringify(value))

export const userInfo = (name: string, login = 0): string =>
  `<ModifiedUserInfo fullName="${name}" loginType="${login}" />`

type Fields = Readonly<Record<string, string>>

/** A line as 13.1 sends it. */
export function line(code: number, fields: Fields, text = 'Something has been done.', level = 'INF'): string {
  const said = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  const tail = `VbrHostName="vbr-01.example.com" VbrVersion="13.1.1.18" Version="1" Description="${text}"]`
  const block = [`[categoryId=0 instanceId=${code}`, ...said, tail].join(' ')
  return `<14>1 2026-03-02T09:00:00.120431+01:00 vbr-01 Veeam_MP - - [origin enterpriseId="31023"] [${level}] ${block}`
}

/** The only event of a text. */
export function only(text: string): Event {
  const [event, ...others] = eventsOf([read(text)])
  if (!event || others.length > 0) throw new Error(`${others.length + 1} events or none in ${text}`)
  return event
}

export const eventOf = (code: number, fields: Fields = {}, text?: string, level?: string): Event =>
  only(line(code, fields, text, level))

/** Changes of properties, as `ChangesXML` has them: internal name, type, old, new. */
export const changes = (...properties: readonly (readonly [string, string, string, string])[]): string =>
  `<changes><object id="5d0f">${properties
    .map(
      ([name, type, from, to]) =>
        `<property internal="${name}" type="${type}">${from === '' ? '<old />' : `<old>${from}</old>`}<new>${to}</new></property>`,
    )
    .join('')}</object></changes>`
