// A picture before it is drawn: boxes, lines and words in their places, which an SVG and a PDF draw alike.

/** What something is, which decides its colours: `fall` and `stand` of copies, `hold` of credentials. */
export type Tint = 'plain' | 'hold' | 'fall' | 'stand' | 'soft' | 'ink'

export type SceneItem =
  | {
      readonly kind: 'box'
      readonly tint: Tint
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly radius: number
      /** Its edge is thick: a copy of last resort. */
      readonly strong?: boolean
      /** Filled with the colour of its edge. */
      readonly solid?: boolean
      /** What a browser says of it. */
      readonly title?: string
    }
  | {
      readonly kind: 'line'
      readonly tint: Tint
      /** As the `d` of an SVG path. */
      readonly d: string
      readonly arrow?: boolean
      readonly broken?: boolean
      readonly strong?: boolean
      readonly title?: string
    }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly tint: Tint
      readonly size: number
      readonly bold?: boolean
      readonly anchor?: 'middle' | 'end'
    }

export interface Scene {
  readonly width: number
  readonly height: number
  /** What it shows, for whoever cannot see it. */
  readonly says: string
  readonly items: readonly SceneItem[]
}
