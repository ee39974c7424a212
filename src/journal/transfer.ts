// A journal as lines that can be carried elsewhere: positions, what stages remember, records. The same from both journals.
import { isObject } from '../lib/json.ts'

/** Grows when the lines change their meaning. */
export const transferForm = 1

/** How far a stage, or whoever reads other logs, was. */
export interface PositionLine {
  readonly type: 'position'
  readonly stage: string
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

export interface StateLine {
  readonly type: 'state'
  readonly stage: string
  readonly partition: number
  readonly key: string
  readonly value: string
}

/** The offset that the next record of a topic gets, where that does not follow from its records. */
export interface NextLine {
  readonly type: 'next'
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

export interface RecordLine {
  readonly type: 'record'
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key?: string
  /** The value where it is a text; else `bytes` has it in base64. Neither: a tombstone. */
  readonly value?: string
  readonly bytes?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly at: number
}

/** In this order: positions, state, next, records. */
export type TransferLine = PositionLine | StateLine | NextLine | RecordLine

export const isTransferLine = (value: unknown): value is TransferLine =>
  isObject(value) && typeof value.type === 'string' && ['position', 'state', 'next', 'record'].includes(value.type)

/** The journal cannot be carried, or nothing can be carried into it: what is in the way, and what to do. */
export class TransferError extends Error {
  override readonly name = 'TransferError'
}

/** A record's value as the line has it. */
export function valueFieldsOf(value: Uint8Array | null | undefined): Pick<RecordLine, 'value' | 'bytes'> {
  if (value === null || value === undefined) return {}
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { value: text } : { bytes: bytes.toString('base64') }
}

/** The other way round. */
export const bytesOf = ({ value, bytes }: Pick<RecordLine, 'value' | 'bytes'>): Buffer | null =>
  value !== undefined ? Buffer.from(value) : bytes !== undefined ? Buffer.from(bytes, 'base64') : null
