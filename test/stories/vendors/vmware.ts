// Hosts and the vCenter server of a vSphere, as they write to syslog.
import { iso, type Line, serial } from './line.ts'

const esxi = (at: number, host: string, rest: string): Line => ({
  source: 'vmware.esxi',
  at,
  text: `<166>${iso(at)} ${host}.example.com ${rest}`,
})

/** A sentence of the host's agent. */
export const said = (at: number, host: string, sentence: string, user = 'root'): Line =>
  esxi(
    at,
    host,
    `Hostd: info hostd[1053970] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=${serial(at, host)} user=${user}] Event ${serial(at, sentence) % 10_000} : ${sentence}`,
  )
/** A command of the host's shell. */
export const typed = (at: number, host: string, command: string, user = 'root'): Line =>
  esxi(at, host, `shell[1231448]: [${user}]: ${command}`)
export const hostSignedIn = (at: number, host: string, user: string, address: string): Line =>
  said(at, host, `User ${user}@${address} logged in as Mozilla/5.0`, user)
export const sshOn = (at: number, host: string, user = 'root'): Line =>
  said(at, host, 'SSH access has been enabled.', user)
export const sshOff = (at: number, host: string, user = 'root'): Line =>
  said(at, host, 'SSH access has been disabled.', user)

/** An event of vCenter: `vcenter(at, 'vim.event.VmRemovedEvent', 'ACME\\mwolf', 'Removed …')`. */
export const vcenter = (at: number, type: string, user: string, message: string): Line => {
  const number = 10_000 + (serial(at, type, message) % 900_000)
  return {
    source: 'vmware.vcenter',
    at,
    text: `<14>1 ${iso(at + 900).replace('Z', '000+00:00')} vc01 vpxd 58650 - -  Event [${number}] [1-1] [${iso(at)}] [${type}] [info] [${user}] [DC1] [${number}] [${message}]`,
  }
}
export const vcenterSignedIn = (at: number, user: string, address: string): Line =>
  vcenter(at, 'vim.event.UserLoginSessionEvent', user, `User ${user}@${address} logged in as Mozilla/5.0`)
export const poweredOff = (at: number, user: string, machine: string, host = 'esx01'): Line =>
  vcenter(at, 'vim.event.VmPoweredOffEvent', user, `${machine} on ${host}.example.com in DC1 is powered off`)
export const poweredOn = (at: number, user: string, machine: string, host = 'esx01'): Line =>
  vcenter(at, 'vim.event.VmPoweredOnEvent', user, `${machine} on ${host}.example.com in DC1 is powered on`)
export const removed = (at: number, user: string, machine: string, host = 'esx01'): Line =>
  vcenter(at, 'vim.event.VmRemovedEvent', user, `Removed ${machine} on ${host}.example.com from DC1`)
export const made = (at: number, user: string, machine: string, host = 'esx01'): Line =>
  vcenter(at, 'vim.event.VmCreatedEvent', user, `Created virtual machine ${machine} on ${host}.example.com in DC1`)
