// Jars of published services, copied once by Maven; Java and Maven are installed where the system lets it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

/**
 * Copies what a pom names, and what that needs, into a folder.
 * @param witness how the name of the jar begins that tells that they are there
 * @throws Error that names what is missing on this machine
 */
export function bringJars(pom: string, folder: string, witness: string, more: readonly string[] = []): void {
  for (const tool of ['java', 'mvn']) if (spawnSync(tool, ['-version']).error) install()
  if (existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(witness))) return
  const ran = spawnSync(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
      ...more,
    ],
    { encoding: 'utf8' },
  )
  if (ran.status !== 0) throw new Error(`Maven could not bring ${witness}: ${ran.error?.message ?? ran.stdout}`)
}

function install(): void {
  const root = process.getuid?.() === 0
  if (root) {
    spawnSync('apt-get', ['update', '-qq'])
    spawnSync('apt-get', ['install', '-y', '-qq', 'openjdk-17-jre-headless', 'maven'])
  }
  if (spawnSync('java', ['-version']).error || spawnSync('mvn', ['-version']).error)
    throw new Error('these tests need Java 17 or later and Maven: install openjdk-17-jre-headless and maven')
}
