// Numbers of acknowledgements by channel. Each was given after its records were durable, so whichever was given holds.

export interface Acks {
  /** The next number of a channel. */
  give(channel: string): number
  /** True for what was given since this process began: whoever asks for an older one sends again, which is no harm. */
  ask(channel: string, ids: readonly number[]): Readonly<Record<string, boolean>>
}

/** So many channels are known; the one that was silent longest goes. */
const mostChannels = 10_000

export function makeAcks(): Acks {
  const next = new Map<string, number>()
  return {
    give(channel) {
      const id = next.get(channel) ?? 0
      next.delete(channel)
      next.set(channel, id + 1)
      if (next.size > mostChannels) for (const oldest of next.keys()) if (next.delete(oldest)) break
      return id
    },
    ask(channel, ids) {
      const given = next.get(channel) ?? 0
      return Object.fromEntries(ids.map((id) => [String(id), id >= 0 && id < given]))
    },
  }
}
