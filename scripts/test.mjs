// The test command: every check there is, one after the other, and one last line that counts what really ran.
// `npm test` runs all; `npm test -- unit` ends before what starts commands, servers, brokers and browsers.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const node = process.execPath
const scratch = mkdtempSync(join(tmpdir(), 'lastcopy-test-'))
const last = process.argv[2]
const total = { passed: 0, failed: 0, skipped: 0 }

/** Each is one check that counts for one, or a suite that counts its tests. */
const steps = [
  { name: 'format and lint', run: () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '.']) },
  { name: 'types', run: () => check(['node_modules/typescript/bin/tsc', '--noEmit']) },
  { name: 'types of the console', run: () => check(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'console']) },
  { name: 'dead exports', run: () => check(['node_modules/knip/bin/knip.js', '--no-progress']) },
  {
    name: 'detections',
    run: () => check(['--disable-warning=ExperimentalWarning', 'src/cli/main.ts', 'test', 'detections']),
  },
  { name: 'unit', run: () => suite('unit') },
  { name: 'edges', run: () => suite('edges') },
  { name: 'journeys', run: () => suite('journeys') },
]

for (const step of steps) {
  process.stdout.write(`\n# ${step.name}\n`)
  const started = Date.now()
  const counts = step.run()
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
  process.stdout.write(
    `# ${step.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
  )
  if (step.name === last) break
}
rmSync(scratch, { recursive: true, force: true })
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

function check(args) {
  const ran = spawnSync(node, args, { cwd: root, stdio: 'inherit' })
  return ran.status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** A vitest project; its counts come from its own report, and a run without a report or without a test has failed. */
function suite(project) {
  const report = join(scratch, `${project}.json`)
  const ran = spawnSync(
    node,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit' },
  )
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const broken = ran.status !== 0 && numFailedTests === 0 ? Math.max(1, numFailedTestSuites) : 0
    const failed = numFailedTests + broken + (numPassedTests + numFailedTests === 0 ? 1 : 0)
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
