// Records in ArcSight's CEF and IBM's LEEF: a header between bars, then names and values.

export interface HeaderedRecord {
  readonly form: 'cef' | 'leef'
  readonly vendor: string
  readonly product: string
  readonly version: string
  /** CEF's signature id, LEEF's event id. */
  readonly code: string
  /** CEF's name; LEEF has none. */
  readonly name?: string
  readonly severity?: string
  readonly fields: Readonly<Record<string, string>>
  /** What stood before: usually a syslog header. */
  readonly before: string
}

/** The first CEF or LEEF record in a text; undefined where there is none. */
export function headeredIn(text: string): HeaderedRecord | undefined {
  const found = /(?:^|[\s:>])(CEF|LEEF):\s?(\d+(?:\.\d+)?)\|/.exec(text)
  if (!found) return undefined
  const start = found.index + found[0].length
  const before = text.slice(0, found.index + found[0].indexOf(found[1] ?? ''))
  return found[1] === 'CEF' ? cef(text.slice(start), before) : leef(text.slice(start), before, found[2] === '2.0')
}

function cef(text: string, before: string): HeaderedRecord | undefined {
  const bars = splitBars(text, 6)
  if (!bars) return undefined
  const [vendor = '', product = '', version = '', code = '', name = '', severity = ''] = bars.parts
  return { form: 'cef', vendor, product, version, code, name, severity, fields: extension(bars.rest), before }
}

/** LEEF 2.0 names its delimiter in a fifth part, as a letter or a hexadecimal number; 1.0 takes tabs. */
function leef(text: string, before: string, second: boolean): HeaderedRecord | undefined {
  const bars = splitBars(text, 4)
  if (!bars) return undefined
  const [vendor = '', product = '', version = '', code = ''] = bars.parts
  const named = second ? /^([^|]{0,6})\|/.exec(bars.rest) : null
  const delimiter = named ? delimiterOf(named[1] ?? '') : '\t'
  const body = named ? bars.rest.slice(named[0].length) : bars.rest
  const fields: Record<string, string> = Object.create(null)
  // Relays turn tabs into `#011`, and some senders write `^` for them.
  const parts = body
    .replaceAll('#011', '\t')
    .split(delimiter === '\t' && !body.includes('\t') && body.includes('^') ? '^' : delimiter)
  for (const part of parts) {
    const equals = part.indexOf('=')
    if (equals > 0) fields[part.slice(0, equals).trim()] = part.slice(equals + 1)
  }
  return { form: 'leef', vendor, product, version, code, fields, before }
}

/**
 * A value of one line whose sender escapes no backslash: `ACME\\nholt` and `\\com\\acme\\Users\\rwolf` were read as if they held line breaks.
 */
export const asWritten = (value: string | undefined): string =>
  (value ?? '').replace(/\n/g, '\\n').replace(/\r/g, '\\r').trim()

/** What stands in fields that name themselves (`cs1Label=Safe Name cs1=Backup`), by that name in small letters. */
export const labelsOf = (fields: HeaderedRecord['fields']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => /^(?:c\w{1,3}|flexString|flexNumber|flexDate|deviceCustom\w+)\d+Label$/.test(field))
      .map(([field, label]) => [
        label.replaceAll('"', '').trim().toLowerCase(),
        fields[field.slice(0, -'Label'.length)] ?? '',
      ]),
  )

function delimiterOf(written: string): string {
  const hexadecimal = /^(?:0?x)([0-9a-fA-F]{1,4})$/.exec(written)
  return hexadecimal ? String.fromCharCode(Number.parseInt(hexadecimal[1] ?? '9', 16)) : written || '\t'
}

/** Parts between bars that no backslash escapes. */
function splitBars(
  text: string,
  count: number,
): { readonly parts: readonly string[]; readonly rest: string } | undefined {
  const parts: string[] = []
  let part = ''
  for (let place = 0; place < text.length; place += 1) {
    const here = text.charAt(place)
    if (here === '\\' && (text[place + 1] === '|' || text[place + 1] === '\\')) {
      place += 1
      part += text.charAt(place)
    } else if (here === '|') {
      parts.push(part)
      part = ''
      if (parts.length === count) return { parts, rest: text.slice(place + 1) }
    } else part += here
  }
  return undefined
}

/** `name=value name=value`: a value goes on to the last blank before the next name; `\=`, `\\`, `\n` are escapes. */
function extension(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null)
  const starts = [...text.matchAll(/(?:^|\s)([\w.[\]-]{1,100})=/g)].filter(
    (found) => text[found.index + found[0].length - 2] !== '\\',
  )
  starts.forEach((found, index) => {
    const next = starts[index + 1]
    const value = text.slice(found.index + found[0].length, next?.index ?? text.length)
    // Some senders put a whole value into quotes, which CEF does not know.
    fields[found[1] ?? ''] = value
      .trimEnd()
      .replace(/^"([^"]*)"$/, '$1')
      .replace(/\\([=\\|nr])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped))
  })
  return fields
}
