// Chaos on demand: `npm run chaos -- 30` breaks things at random for so many minutes, and says with which seed.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [minutes = '10', seed = String(Math.floor(Math.random() * 1e6))] = process.argv.slice(2)
if (!(Number(minutes) > 0)) {
  process.stderr.write('npm run chaos -- MINUTES [SEED]\n')
  process.exit(2)
}
process.stdout.write(`seed ${seed}: npm run chaos -- ${minutes} ${seed} breaks the same things in the same order\n`)
const kills = String(Math.ceil(Number(minutes) * 3))
const ran = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'journeys', 'test/chaos', '--reporter=verbose'],
  {
    cwd: join(dirname(fileURLToPath(import.meta.url)), '..'),
    env: { ...process.env, LASTCOPY_CHAOS: minutes, LASTCOPY_KILLS: kills, LASTCOPY_SEED: seed },
    stdio: 'inherit',
  },
)
process.exit(ran.status ?? 1)
