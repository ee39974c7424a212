// A few words to write JSON schemas with, as OpenAPI 3.1 takes them.

/** JSON Schema 2020-12. */
export type Schema = Readonly<Record<string, unknown>>
export type Fields = Readonly<Record<string, Schema>>

export const text: Schema = { type: 'string' }
export const time: Schema = { type: 'string', format: 'date-time' }
export const whole: Schema = { type: 'integer' }
export const number: Schema = { type: 'number' }
export const flag: Schema = { type: 'boolean' }
/** Anything that JSON can say. */
export const anything: Schema = {}
export const anyObject: Schema = { type: 'object' }

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
export const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more })
export const words = (known: readonly string[]): Schema => ({ type: 'string', enum: known })
export const only = (value: string | boolean): Schema => ({ const: value })
export const told = (schema: Schema, description: string): Schema => ({ ...schema, description })
export const counts = (known: readonly string[]): Schema => ({
  type: 'object',
  propertyNames: { enum: known },
  additionalProperties: whole,
})

/** @param must fields that are always there @param may fields that may be there */
export const object = (must: Fields, may: Fields = {}): Schema => ({
  type: 'object',
  ...(Object.keys(must).length > 0 ? { required: Object.keys(must) } : {}),
  properties: { ...must, ...may },
})

/** The fields of several at once. */
export const all = (...of: readonly Schema[]): Schema => ({ allOf: of })

/** A schema of draft 7 as components: itself under its name, and each of its definitions under both names. */
export function componentsOf(name: string, schema: Schema): Readonly<Record<string, Schema>> {
  const { $schema: _, $id: __, definitions = {}, ...own } = schema
  const nameOf = (definition: string): string => `${name}${definition.charAt(0).toUpperCase()}${definition.slice(1)}`
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, held]) =>
        key === '$ref' && typeof held === 'string'
          ? [key, `#/components/schemas/${nameOf(held.replace('#/definitions/', ''))}`]
          : [key, moved(held)],
      ),
    )
  }
  const parts = Object.entries(definitions as Readonly<Record<string, Schema>>)
  return {
    [name]: moved(own) as Schema,
    ...Object.fromEntries(parts.map(([part, held]) => [nameOf(part), moved(held) as Schema])),
  }
}
