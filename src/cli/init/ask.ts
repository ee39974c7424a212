// Asks a person a few questions, each with an answer that stands ready; without a terminal the ready answers stand.
import { createInterface } from 'node:readline/promises'
import type { Writable } from 'node:stream'

export interface Question {
  readonly text: string
  /** Taken when nothing is typed. */
  readonly ready?: string
  /** Why an answer cannot be used; asked again until it can. */
  readonly wrong?: (answer: string) => string | undefined
}

export interface Asker {
  /** The answer; undefined when there is nobody to ask and nothing ready. */
  ask(question: Question): Promise<string | undefined>
  close(): void
}

/** @param live false asks nobody */
export function openAsker(stdin: NodeJS.ReadableStream, out: Writable, live: boolean): Asker {
  if (!live) return { ask: async ({ ready }) => ready, close: () => undefined }
  const lines = createInterface({ input: stdin, output: out })
  return {
    async ask({ text, ready, wrong }) {
      for (;;) {
        const typed = (await lines.question(ready ? `${text} [${ready}] ` : `${text} `)).trim()
        const answer = typed === '' ? ready : typed
        const why = answer === undefined ? undefined : wrong?.(answer)
        if (why === undefined) return answer
        out.write(`  ${why}\n`)
      }
    },
    close: () => lines.close(),
  }
}
