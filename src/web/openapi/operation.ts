// What the document says of one address, beyond what the route table knows: what is asked, what is sent, what is answered.
import type { Schema } from './schema.ts'

export interface Operation {
  readonly tag: string
  /** One line. */
  readonly summary: string
  readonly description?: string
  readonly query?: Readonly<Record<string, Schema>>
  readonly headers?: Readonly<Record<string, Schema>>
  /** What stands for the parts of the address, where it is not any text. */
  readonly path?: Readonly<Record<string, Schema>>
  readonly body?: Body
  readonly answers: Readonly<Record<number, Answer>>
  /** Statuses that are answered with a problem, besides those that follow from the rest. */
  readonly problems?: readonly number[]
}

export interface Body {
  readonly schema: Schema
  /** JSON, where it is left out. */
  readonly type?: string
  /** It may be left out. */
  readonly optional?: true
}

export interface Answer {
  readonly says: string
  readonly schema?: Schema
  /** JSON, where it is left out and there is a schema. */
  readonly type?: string
  /** Further forms of the same, by their type. */
  readonly also?: readonly string[]
  readonly headers?: Readonly<Record<string, Schema>>
}

export const answer = (says: string, schema?: Schema, more: Partial<Answer> = {}): Answer => ({
  says,
  ...(schema === undefined ? {} : { schema }),
  ...more,
})

/** How lists are paged: by a place that the list before gave. */
export const paged = (most: number, usual = 50): Readonly<Record<string, Schema>> => ({
  limit: { type: 'integer', minimum: 1, maximum: most, default: usual },
  cursor: { type: 'string', description: 'The `next` of the list before; left out at the beginning.' },
})

export const limited = (most: number): Readonly<Record<string, Schema>> => ({
  limit: { type: 'integer', minimum: 1, maximum: most, default: 50 },
})
