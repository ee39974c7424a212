// What happens while things break: attacks of one act and of five, everyday traffic around them, and records that nobody can read.
import { setTimeout as wait } from 'node:timers/promises'
import { dangerous, everyday, refused } from '../support/records.ts'
import type { Ground } from './ground.ts'

/** An alert each, and a page each. */
const perTurn = 2

export interface Stories {
  /** How many stories were told from the beginning on: so many alerts page, in a run that nothing disturbs. */
  told(): number
  /** Tells stories until it is stopped. @param tell how each turn's records come in @param at the event time of a turn, epoch milliseconds */
  stream(tell: Tell, at?: () => number): { stop(): Promise<void> }
  /** Tells so many turns, one right after the other. */
  tell(tell: Tell, turns: number, at?: () => number): Promise<void>
}

/** Brings one turn's records in; the first list belongs to everyday life, each other to one story. */
export type Tell = (turn: number, strands: readonly (readonly string[])[]) => Promise<void>

/** Fewer than the 120 pages a minute that PagerDuty takes of one sender: an undisturbed run has to page all of them again. */
const pace = 1_400

export function stories(): Stories {
  let turns = 0
  const turn = async (tell: Tell, at: number): Promise<void> => {
    const number = turns
    turns += 1
    const [one, five] = [number * perTurn, number * perTurn + 1]
    const around = Array.from({ length: 20 }, (_, index) => JSON.stringify(everyday(number * 20 + index, at)))
    await tell(number, [
      [...around, `{"truncated": ${number}`],
      [JSON.stringify(dangerous(one, at))],
      refused(five, at).map((record) => JSON.stringify(record)),
    ])
  }
  return {
    told: () => turns * perTurn,
    stream(tell, at = Date.now) {
      let streaming = true
      const running = (async () => {
        while (streaming) {
          await turn(tell, at())
          await wait(pace)
        }
      })()
      return {
        async stop() {
          streaming = false
          await running
        },
      }
    },
    async tell(tell, count, at = Date.now) {
      for (let done = 0; done < count; done += 1) await turn(tell, at())
    },
  }
}

/** Into the raw topics: each story in a partition of its own, everyday life in one. */
export const intoKafka =
  ({ send }: Ground): Tell =>
  async (turn, [life = [], ...strands]) => {
    const [first = [], second = []] = [life.slice(0, 10), life.slice(10)].map((part) =>
      part.map((value) => ({ key: 'everyday', value })),
    )
    const acts = strands.flatMap((strand, index) => strand.map((value) => ({ key: `story ${turn} ${index}`, value })))
    await send('audit.one', first)
    await send(turn % 2 ? 'audit.one' : 'audit.two', acts)
    await send('audit.one', second)
  }

export interface Shipper {
  readonly tell: Tell
  /** Attempts that were not answered with success. */
  refused(): number
  /** The same records, in the same order, to another service. */
  again(url: string): Promise<void>
}

/** Over HTTP, as shippers do: what was not acknowledged is sent again, what was is not. */
export function intake(url: () => string): Shipper {
  const taken: string[] = []
  let refused = 0
  const post = async (place: string, body: string): Promise<boolean> => {
    try {
      return (await fetch(`${place}/intake/aws.cloudtrail`, { method: 'POST', body })).ok
    } catch {
      return false
    }
  }
  return {
    async tell(_, strands) {
      for (const strand of strands) {
        const body = strand.join('\n')
        while (!(await post(url(), body))) {
          refused += 1
          await wait(100)
        }
        taken.push(body)
      }
    },
    refused: () => refused,
    async again(other) {
      for (const body of taken) if (!(await post(other, body))) throw new Error('a calm service refuses records')
    },
  }
}
