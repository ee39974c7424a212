// pySigma, what others check and convert Sigma rules with: installed once into an environment of its own.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const here = join(import.meta.dirname, 'pysigma')
const home = join(import.meta.dirname, '.cache/pysigma')
const requirements = join(here, 'requirements.txt')

export interface Converted {
  readonly id: string
  /** In the syntax of a `query_string`. */
  readonly query?: string
  readonly error?: string
}

export interface PySigma {
  /** `sigma check` over a folder. */
  check(folder: string): { readonly status: number | null; readonly output: string }
  convert(folder: string): readonly Converted[]
}

/** @throws Error that says what to install */
export function bringPySigma(): PySigma {
  // An environment works only where it was made.
  const wanted = createHash('sha256').update(readFileSync(requirements)).update(home).digest('hex')
  const stamp = join(home, 'stamp')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    makeEnvironment()
    run(join(home, 'bin/python'), ['-m', 'pip', 'install', '-q', '-r', requirements])
    writeFileSync(stamp, wanted)
  }
  return {
    check(folder) {
      // Two ask the network; one asks whether `\*` is meant: it is, a resource that is called so stands for all.
      const left = ['attacktag', 'd3_fendtag', 'escaped_wildcard'].flatMap((name) => ['-x', name])
      const ran = spawnSync(join(home, 'bin/sigma'), ['check', '--fail-on-issues', ...left, folder], {
        encoding: 'utf8',
      })
      return { status: ran.status, output: `${ran.stdout}${ran.stderr}` }
    },
    convert: (folder) =>
      run(join(home, 'bin/python'), [join(here, 'convert.py'), folder])
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Converted),
  }
}

function makeEnvironment(): void {
  const make = () => spawnSync('python3', ['-m', 'venv', '--clear', home], { encoding: 'utf8' })
  if (make().status === 0) return
  if (process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-qq'])
    spawnSync('apt-get', ['install', '-y', '-qq', 'python3-venv'])
  }
  const ran = make()
  if (ran.status !== 0) throw new Error(`this test needs Python 3 with venv: install python3-venv\n${ran.stdout}`)
}

function run(command: string, args: readonly string[]): string {
  const ran = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 })
  if (ran.status !== 0)
    throw new Error(`${command} ${args[0]} failed: ${ran.error?.message ?? ran.stderr.slice(-2_000)}`)
  return ran.stdout
}
