// What a schema cannot say of the ways in: sources that a topic takes, names of their own, certificates where they are needed.
import { BlockList, isIP } from 'node:net'
import { nearest } from '../lib/nearest.ts'
import { httpName, syslogName } from './intake.ts'
import type { Known, Shaped } from './load.ts'
import type { Teller } from './tell.ts'

type Where = readonly (string | number)[]

/** Tells every contradiction in `intake`. */
export function checkIntake({ intake, topics }: Shaped, known: Known, tell: Teller): void {
  const taken = topics === undefined ? known.sources : [...new Set(Object.values(topics))]
  const source = (where: Where, name: string | undefined): void => {
    if (name === undefined || taken.includes(name)) return
    const close = nearest(name, taken)
    tell(
      ['intake', ...where],
      known.sources.includes(name) ? `no topic takes records of ${name}` : `there is no source "${name}"`,
      close ? `did you mean ${close}?` : `topics name ${taken.join(', ')}`,
    )
  }
  const list = (where: Where, names: readonly string[]): void => {
    for (const [index, name] of names.entries()) source([...where, index], name)
  }
  for (const kind of ['tokens', 'signatures'] as const)
    for (const [index, { sources }] of intake[kind].entries()) list([kind, index, 'sources'], sources)
  for (const [type, name] of Object.entries(intake.sourcetypes)) source(['sourcetypes', type], name)
  for (const [index, syslog] of intake.syslog.entries()) {
    source(['syslog', index, 'source'], syslog.source)
    for (const [at, sender] of syslog.senders.entries())
      source(['syslog', index, 'senders', at, 'source'], sender.source)
    checkSyslog(syslog, index, tell)
  }
  for (const [index, file] of intake.files.entries()) source(['files', index, 'source'], file.source)
  source(['stdin', 'source'], intake.stdin?.source)
  for (const kind of ['http', 'syslog'] as const)
    for (const [index, { tls }] of intake[kind].entries())
      if (tls && tls.ca === undefined && (tls.requireClient || tls.clients.length > 0))
        tell(['intake', kind, index, 'tls', 'ca'], 'is missing: it says whose certificates hold')
  checkNames(intake, tell)
}

function checkSyslog(syslog: Shaped['intake']['syslog'][number], index: number, tell: Teller): void {
  const where = ['intake', 'syslog', index]
  if (syslog.transport === 'tls' && !syslog.tls)
    tell([...where, 'tls'], 'is missing: TLS needs a certificate', 'add tls: { cert: ..., key: ... }')
  if (syslog.transport !== 'tls' && syslog.tls)
    tell([...where, 'tls'], `means nothing for the transport ${syslog.transport}`, 'write transport: tls')
  if (syslog.source === undefined && syslog.senders.length === 0)
    tell([...where, 'source'], 'is missing: nobody would be heard', 'name a source, or senders with a source each')
  for (const [at, { from }] of syslog.senders.entries())
    for (const [place, network] of from.entries())
      if (!isNetwork(network))
        tell([...where, 'senders', at, 'from', place], `"${network}" is no address and no network`)
}

function checkNames({ tokens, signatures, http, syslog, files }: Shaped['intake'], tell: Teller): void {
  const told = new Set<string>()
  const once = (where: Where, name: string): void => {
    if (told.has(name)) tell(['intake', ...where, 'name'], `"${name}" is there twice`, 'give each a name of its own')
    told.add(name)
  }
  for (const [index, { name }] of tokens.entries()) once(['tokens', index], name)
  for (const [index, { name }] of signatures.entries()) once(['signatures', index], name)
  told.clear()
  for (const [index, one] of http.entries()) once(['http', index], httpName(one))
  for (const [index, one] of syslog.entries()) once(['syslog', index], syslogName(one))
  for (const [index, { name }] of files.entries()) once(['files', index], name)
}

function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const family = isIP(address)
  if (family === 0) return false
  if (bits === undefined) return true
  try {
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}
