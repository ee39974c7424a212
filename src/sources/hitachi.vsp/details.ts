// Details of an entry: names with values, and tables whose columns stand in braces before their rows.

/** The rows of all tables: `{A,B}=[{1,2},{3,4}]` is two rows with `a` and `b`. Names are in small letters. */
export function rowsIn(details: string): readonly Readonly<Record<string, string>>[] {
  const rows: Record<string, string>[] = []
  for (const table of details.matchAll(
    /\{([^{}]{1,400})\}\s*=\s*-?\[?((?:\s*-?,?\s*\{[^{}]{0,400}\}|\s*\(snip\)-?\s*){1,200})/g,
  )) {
    const columns = (table[1] ?? '').split(',').map((column) => column.trim().toLowerCase())
    for (const row of (table[2] ?? '').matchAll(/\{([^{}]{0,400})\}/g)) {
      const told: Record<string, string> = Object.create(null)
      ;(row[1] ?? '').split(',').forEach((value, index) => {
        const column = columns[index]
        if (column !== undefined && value.trim() !== '' && value.trim() !== '-') told[column] = value.trim()
      })
      rows.push(told)
    }
  }
  return rows
}

/** What stands behind a name outside of tables: `LDEV=[0x00:0x01:0x02]`, `Command=Delete Ldev`. */
export const valueIn = (details: string, name: RegExp): string | undefined =>
  new RegExp(String.raw`(?:^|[,+\s\]])(?:${name.source})\s*=\s*(\[[^\]]{0,400}\]|[^,\[{]{1,200})`, 'i')
    .exec(details.slice(0, 8_000))?.[1]
    ?.trim()

/** Values of a row under the first column that fits. */
export function cell(row: Readonly<Record<string, string>>, name: RegExp): string | undefined {
  const column = Object.keys(row).find((one) => name.test(one))
  return column === undefined ? undefined : row[column]
}

/** `0x00:0x03:0x2f`, `0x03:0x2F` and `00:03:2f` are one volume: logical DKC, control unit, number. */
export function ldevOf(told: string): string {
  const parts = told
    .replace(/[[\]\s]/g, '')
    .replace(/0x/gi, '')
    .toLowerCase()
    .split(':')
  if (!parts.every((part) => /^[\da-f]{1,4}$/.test(part)) || parts.length > 3) return told.trim()
  const [number = '0', unit = '0', dkc = '0'] = [...parts].reverse()
  return [dkc, unit, number].map((part) => part.padStart(2, '0')).join(':')
}

/** The volumes that an entry names, whether in a table or in a list. */
export function ldevsIn(details: string): readonly string[] {
  const named = rowsIn(details).flatMap((row) => cell(row, /^(?:p-?vol|ldev|ldkc:cu:ldev|cu:ldev|vol)/) ?? [])
  const listed = valueIn(details, /(?:LDEV|LUSE|VOL)(?:\([^)]{0,20}\))?/)
  const all = listed?.startsWith('[') ? listed.slice(1, -1).split(',') : listed === undefined ? [] : [listed]
  return [...new Set([...named, ...all].filter((one) => /^[\da-fx:\s]{2,20}$/i.test(one)).map(ldevOf))].slice(0, 50)
}
