// Export rules: whether everybody may mount what a policy stands for, and as root.
import type { Resource } from '../../../model/event.ts'
import { type Command, option, parentsOf, policyId, type Reader, svmOf } from '../command.ts'

/** Every address, as a rule may write it: https://docs.netapp.com/us-en/ontap-cli/vserver-export-policy-rule-create.html */
const everybody = /^(0\.0\.0\.0(\/0)?|::\/0|\*)$/

const policyOf = (command: Command): Resource => {
  const name = option(command, 'policyname') ?? '?'
  const svm = svmOf(command)
  return {
    type: 'share',
    id: policyId(command, `export-policy/${svm ?? command.cluster}`, name),
    name: `export policy ${name}`,
    ...(svm === undefined ? {} : { container: { type: 'svm', id: `${command.cluster}/${svm}`, name: svm } }),
  }
}

/**
 * Open to all, with the rights of root: whoever reaches the network may delete what is exported. A call of the REST interface
 * may carry several rules, and their options the rule's place: `clientmatch/0/1`, `superuser/0`.
 */
const rule: Reader = (command) => {
  const open = [...command.options].some(([name, clients]) => {
    const [what, place = ''] = /^(clientmatch)(?:(\/\d)?\/\d)?$/.exec(name)?.slice(1) ?? []
    const root = what === undefined ? undefined : option(command, `superuser${place}`)
    return (
      root !== undefined &&
      !/^(none|never)$/i.test(root) &&
      clients.split(',').some((client) => everybody.test(client.trim()))
    )
  })
  const place = { resource: policyOf(command), parents: parentsOf(command) }
  return open
    ? {
        action: 'exposure-changed',
        ...place,
        changes: [{ setting: 'share', to: 'on', direction: 'weakened' }],
        detail: { public: true },
      }
    : { action: 'other', ...place }
}

const closed: Reader = (command) => ({
  action: 'exposure-changed',
  resource: policyOf(command),
  parents: parentsOf(command),
  changes: [{ setting: 'share', to: 'off' }],
})

export const exported: Readonly<Record<string, Reader>> = {
  'vserver export-policy rule create': rule,
  'vserver export-policy rule modify': rule,
  'vserver export-policy rule delete': closed,
}
