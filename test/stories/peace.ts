// Ordinary work as a story: what it is called, and its records.
import type { Line } from './vendors/line.ts'

export interface Peace {
  /** Folder of the story. */
  readonly name: string
  readonly title: string
  readonly about: string
  readonly lines: readonly Line[]
  /** What stays stopped for longer pages: how many days the story may be watched. */
  readonly forDays?: number
}
