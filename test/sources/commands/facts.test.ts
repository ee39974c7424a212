import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandFacts } from '../../../src/sources/commands/facts.ts'

const place = { host: 'repo01', time: Date.parse('2026-03-02T09:00:00Z') }
const told = (line: string) => commandFacts(line, place)

describe('a command line', () => {
  test.each([
    ['chattr -i /backup/job1/a.vbk', 'immutability-changed', 'lock-mode', 'off'],
    ['sudo chattr -R -i /backup', 'immutability-changed', 'lock-mode', 'off'],
    ['/usr/bin/chattr +i /backup/a', 'immutability-changed', 'lock-mode', 'compliance'],
    ['bash -c "cd /backup; chattr -i *"', 'immutability-changed', 'lock-mode', 'off'],
    ['rm -rf /backup/*', 'object-deleted', undefined, undefined],
    ['find /backup -name "*.vbk" -delete', 'object-deleted', undefined, undefined],
    ['shred -u /backup/a.vbk', 'object-deleted', undefined, undefined],
    ['rm -f /var/log/audit/audit.log', 'audit-changed', 'logging', 'off'],
    ['mkfs.xfs -f /dev/sdb1', 'object-overwritten', undefined, undefined],
    ['dd if=/dev/zero of=/dev/sdb bs=1M', 'object-overwritten', undefined, undefined],
    ['lvremove -y vg0/backup', 'repository-deleted', undefined, undefined],
    ['zfs destroy -r tank/backup@daily', 'recovery-point-deleted', undefined, undefined],
    ['zpool destroy tank', 'repository-deleted', undefined, undefined],
    ['date -s "2036-01-01 00:00:00"', 'clock-changed', 'clock', Date.parse('2036-01-01T00:00:00Z')],
    ['timedatectl set-time 2036-01-01', 'clock-changed', 'clock', Date.parse('2036-01-01T00:00:00Z')],
    ['timedatectl set-ntp false', 'clock-changed', 'time-source', 'off'],
    ['systemctl stop chronyd', 'clock-changed', 'time-source', 'off'],
    ['sudo -u root systemctl disable --now auditd.service', 'audit-changed', 'logging', 'off'],
    ['service rsyslog stop', 'audit-changed', 'logging', 'off'],
    ['auditctl -D', 'audit-changed', 'logging', 'off'],
    ['auditctl -e 0', 'audit-changed', 'logging', 'off'],
    ['systemctl stop veeamtransport', 'job-stopped', 'schedule', 'off'],
    ['systemctl start sshd', 'exposure-changed', 'ssh', 'on'],
    ['ufw disable', 'exposure-changed', 'firewall', 'off'],
    ['realm join acme.example.com', 'domain-joined', undefined, undefined],
    ['useradd -m svc', 'user-added', undefined, undefined],
    ['useradd -o -u 0 -g 0 svc', 'admin-added', undefined, undefined],
    ['useradd -ou 0 svc', 'admin-added', undefined, undefined],
    ['usermod --uid=0 -o svc', 'admin-added', undefined, undefined],
    ['useradd --uid 1000 svc', 'user-added', undefined, undefined],
    ['usermod -aG sudo svc', 'admin-added', undefined, undefined],
    ['net user svc P4ss /add', 'user-added', undefined, undefined],
    ['net localgroup administrators svc /add', 'admin-added', undefined, undefined],
    ['net group "ESX Admins" /add /domain', 'group-created', undefined, undefined],
    ['net group "ESX Admins" svc /domain /add', 'role-granted', undefined, undefined],
    ['vssadmin.exe delete shadows /all /quiet', 'recovery-point-deleted', undefined, undefined],
    ['cmd.exe /c vssadmin Delete Shadows /All', 'recovery-point-deleted', undefined, undefined],
    [
      'powershell -Command "Get-WmiObject Win32_Shadowcopy | Remove-WmiObject"',
      'recovery-point-deleted',
      undefined,
      undefined,
    ],
    ['wmic shadowcopy delete', 'recovery-point-deleted', undefined, undefined],
    ['wbadmin delete catalog -quiet', 'catalogue-deleted', undefined, undefined],
    ['wbadmin delete systemstatebackup -keepVersions:0', 'recovery-point-deleted', undefined, undefined],
    ['bcdedit /set {default} recoveryenabled no', 'guard-changed', 'deletion-protection', 'off'],
    ['wevtutil cl Security', 'audit-changed', 'logging', 'off'],
    ['net stop "Veeam Backup Service"', 'job-stopped', 'schedule', 'off'],
    ['sc config VeeamBackupSvc start= disabled', 'job-stopped', 'schedule', 'off'],
    ['taskkill /f /im VeeamAgent.exe', 'job-stopped', 'schedule', 'off'],
    [
      'sqlcmd -S . -d VeeamBackup -Q "select * from [dbo].[Credentials]"',
      'credential-store-read',
      undefined,
      undefined,
    ],
    ['Remove-VBRBackupRepository -Repository "Repo1"', 'repository-deleted', undefined, undefined],
    ['w32tm /unregister', 'clock-changed', 'time-source', 'off'],
    ['vim-cmd vmsvc/snapshot.removeall 12', 'recovery-point-deleted', undefined, undefined],
    ['esxcli system syslog config set --loghost=""', 'audit-changed', 'logging-forwarding', 'off'],
    ['esxcli system auditrecords local disable', 'audit-changed', 'logging', 'off'],
    ['vim-cmd hostsvc/enable_ssh', 'exposure-changed', 'ssh', 'on'],
  ])('%s is told as %s', (line, action, setting, to) => {
    const facts = told(line)
    expect(facts?.action).toBe(action)
    expect(facts?.changes?.[0]?.setting).toBe(setting)
    expect(facts?.changes?.[0]?.to).toBe(to)
  })

  test.each([
    'ls -la /backup',
    'chattr +d /x',
    'lsattr -R /backup',
    'date',
    'date +%s',
    'systemctl status chronyd',
    'systemctl restart myapp',
    'net use z: \\\\srv\\share',
    'net localgroup administrators',
    'vssadmin list shadows',
    'zfs list',
    'find /backup -name x',
    'echo "rm -rf /backup"',
    'esxcli vm process list',
    '',
    '   ',
    ';;&&||',
  ])('does nothing that has a word: %s', (line) => {
    expect(told(line)).toBeUndefined()
  })

  test('names the thing with its host, and how far a clock steps', () => {
    expect(told('rm -r /backup/job1')?.resource).toEqual({
      type: 'file',
      id: 'repo01:/backup/job1',
      name: '/backup/job1',
      container: { type: 'share', id: 'repo01:/backup', name: '/backup' },
    })
    expect(told('date -s @1772442060')?.detail?.step_seconds).toBe(60)
  })

  test('of any text throws nothing, and a long one is over soon', () => {
    fc.assert(
      fc.property(fc.string(), (line) => void told(line)),
      { numRuns: 500 },
    )
    const before = process.cpuUsage().user
    for (const part of ['sudo ', 'bash -c "', 'a;', "'", 'net ', 'vssadmin ', '\\']) told(part.repeat(100_000))
    expect(process.cpuUsage().user - before).toBeLessThan(1_500_000)
  })
})
