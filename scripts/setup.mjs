// Installs what is needed and nothing twice: `setup.mjs run` for the program, `setup.mjs test` for the tests too.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const scope = process.argv[2] === 'test' ? 'test' : 'run'
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const stampOf = (name) => join(root, 'node_modules', `.lastcopy-${name}`)
const stamped = (name) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === lock
const node = join(root, 'node_modules/node/bin/node')

if (!(existsSync(node) && (stamped('test') || (scope === 'run' && stamped('run'))))) {
  process.stderr.write(
    scope === 'run' ? 'Installing what Lastcopy needs ...\n' : 'Installing what the tests need ...\n',
  )
  // Not `npm ci`: it refuses a lock that lacks the binaries of platforms whose packages a mirror does not carry.
  // The locked versions and their hashes hold here too, and `--no-save` leaves the lock as it is.
  const omit = scope === 'run' ? ['--omit=dev'] : ['--include=dev']
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...omit])
  // The binary comes by an install script; where npm is told to skip those, ask for it by name.
  if (!existsSync(node)) npm(['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts', '--loglevel=error'])
  if (!existsSync(node))
    fail('npm did not bring the Node binary (package "node"); allow its install script and try again')
  writeFileSync(stampOf(scope), lock)
}

/** Runs npm quietly; what it printed is shown only when it failed. */
function npm(args) {
  const ran = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  if (ran.error) fail(`npm cannot be started: ${ran.error.message}; install Node 20 or later with npm`)
  if (ran.status !== 0) fail(`npm ${args[0]} failed\n${ran.stdout}${ran.stderr}`)
}

function fail(why) {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
