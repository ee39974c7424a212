// What the detect stage remembers: a keyed map that forgets by event time. Rooms read and write it as a value;
// the pipeline keeps it in the journal, in the same commit as the results.
import type { Json } from '../lib/json.ts'

export interface Memory {
  get(kind: MemoryKind, key: string): Json | undefined
  /** @param until event time in epoch milliseconds after which it may be forgotten; undefined keeps it for ever */
  put(kind: MemoryKind, key: string, value: Json, until?: number): void
  drop(kind: MemoryKind, key: string): void
}

/** One word a kind of remembrance; `state list` shows them by these names. */
export type MemoryKind =
  | 'setting'
  | 'copy'
  | 'creation'
  | 'actor'
  | 'habit'
  | 'count'
  | 'open-state'
  | 'alert'
  | 'alert-index'
  | 'seen'
  | 'window'
  | 'due'
  | 'mark'
  | 'plan'
  | 'voice'
  | 'stream'
  /** What records showed of the estate. */
  | 'posture'
