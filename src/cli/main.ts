// The program: finds the command in its folder, runs it, and turns what went wrong into a line and an exit code.
import { readdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { version } from '../service/version.ts'
import type { Command } from './command.ts'
import { processIo } from './io.ts'

const here = dirname(fileURLToPath(import.meta.url))
const folder = join(here, 'commands')

enableCompileCache()

async function main([name, ...args]: readonly string[]): Promise<number> {
  const io = processIo()
  if (name === '--version' || name === '-V') {
    await io.text(`${version()}\n`)
    return 0
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await io.text(await overview())
    return name === undefined ? 2 : 0
  }
  if (!names().includes(name)) {
    io.say(`lastcopy: there is no command "${name}"; \`lastcopy --help\` lists them`)
    return 2
  }
  const command = await load(name)
  if (args.includes('--help') || args.includes('-h')) {
    await io.text(`${command.summary}\n\n${usageOf(command)}`)
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (cause) {
    if (!(cause instanceof Error && ['UsageError', 'StopError'].includes(cause.name))) throw cause
    io.say(`lastcopy ${name}: ${cause.message}`)
    if (cause.name === 'UsageError') io.say(usageOf(command).trimEnd())
    return 2
  }
}

const names = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort()

const load = async (name: string): Promise<Command> =>
  ((await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as { default: Command }).default

const usageOf = (command: Command): string => command.usage.map((form) => `  lastcopy ${form}\n`).join('')

async function overview(): Promise<string> {
  const lines = await Promise.all(names().map(async (name) => `  ${name.padEnd(14)}${(await load(name)).summary}\n`))
  return `Lastcopy ${version()}: reads audit logs, spots the precursors of backup destruction, and pages.\n\nCommands\n${lines.join('')}\n  lastcopy COMMAND --help tells its forms.\n`
}

// Last, so that everything above stands when it runs.
process.exitCode = await main(process.argv.slice(2))
