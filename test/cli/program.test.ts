import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const lastcopy = (...args: readonly string[]) => spawnSync(join(root, 'bin/lastcopy'), args, { encoding: 'utf8' })

describe('the program', () => {
  test('tells its version', () => {
    expect(lastcopy('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('lists every command of its folder', () => {
    const { status, stdout } = lastcopy('--help')
    const commands = readdirSync(join(root, 'src/cli/commands')).map((file) => file.replace('.ts', ''))
    expect(status).toBe(0)
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) expect(stdout).toContain(`\n  ${command} `)
  })

  test.each([
    ['no command', [], 2, ''],
    ['an unknown command', ['frobnicate'], 2, 'no command "frobnicate"'],
    ['a command of the prototype', ['constructor'], 2, 'no command "constructor"'],
    ['an unknown option', ['normalize', '--nope'], 2, '--nope'],
  ])('%s is told with code 2', (_, args, status, words) => {
    const ran = lastcopy(...args)
    expect(ran.status).toBe(status)
    expect(ran.stderr).toContain(words)
  })

  test('runs through a link to it, from any folder', () => {
    const ran = spawnSync('sh', [
      '-c',
      `ln -sf ${join(root, 'bin/lastcopy')} "$0/lc" && cd / && "$0/lc" --version`,
      mkdtempSync(join(tmpdir(), 'lastcopy-link-')),
    ])
    expect(ran.status).toBe(0)
  })
})
