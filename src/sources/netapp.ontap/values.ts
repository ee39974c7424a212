// Values as ONTAP writes them: lengths of time, and words that mean nothing or never.
import { daysIn } from '../kit/span.ts'

/** `none`, `-`, an empty text and their kin. */
export const isOff = (value: string | undefined): boolean =>
  value !== undefined && /^(-|none|off|false|disabled?|""|null|)$/i.test(value.trim())

/**
 * Days of a length of time; 0 where there is none; undefined where nothing tells.
 * @param bare days that a number without a unit counts
 */
export const spanOf = (value: string | undefined, bare?: number): ReturnType<typeof daysIn> =>
  value !== undefined && /^(none|0|unspecified)$/i.test(value.trim()) ? 0 : daysIn(value, bare)
