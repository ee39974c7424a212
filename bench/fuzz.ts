// `node bench/fuzz.ts [SECONDS] [SEED]`: damaged rules and random events until the time is over, or something is wrong.
import { dice } from '../test/sigma/corpus.ts'
import { fuzz } from '../test/sigma/fuzz.ts'

const seconds = Number(process.argv[2] ?? 60)
const begun = performance.now()
let seed = Number(process.argv[3] ?? Date.now() % 2 ** 31)
let slowest = 0
for (let tried = 1; ; tried += 1, seed += 1) {
  const round = performance.now()
  const failure = fuzz(dice(seed))
  slowest = Math.max(slowest, performance.now() - round)
  if (failure) {
    process.stdout.write(`seed ${seed}: ${failure.why}\n${failure.text}\n`)
    process.exitCode = 1
    break
  }
  if (performance.now() - begun > seconds * 1_000) {
    process.stdout.write(`${tried} files, nothing wrong; the slowest took ${Math.round(slowest)} ms\n`)
    break
  }
}
