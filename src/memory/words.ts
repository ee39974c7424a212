// Whole words in names, tags and descriptions that say what something is for. Contract, section 3.

const strong =
  'backup backups bkp bkps bck bkup veeam commvault rubrik cohesity netbackup veritas druva acronis avamar networker powerprotect datadomain bareos bacula restic borg duplicacy zerto arcserve nakivo'.split(
    ' ',
  )
const weak = ['archive', 'archives', 'immutable', 'offsite', 'vault-copy', 'vaultcopy']
const test = 'dev test tests testing sandbox lab labs preview'.split(' ')
const noCopies =
  'ecr docker container containers image images registry log logs logging cache state tfstate artifact artifacts build builds'.split(
    ' ',
  )

export interface Words {
  readonly strong: boolean
  readonly weak: boolean
  readonly test: boolean
  readonly noCopies: boolean
}

/** Which kinds of words stand in a text: parted by anything that is no letter or digit, and where capitals begin. */
export function wordsIn(...texts: readonly (string | undefined)[]): Words {
  const words = new Set<string>()
  let joined = ''
  for (const text of texts) {
    if (text === undefined) continue
    const apart = text
      .slice(0, 2_000)
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
      .toLowerCase()
    for (const word of apart.split(/[^a-z0-9]+/)) words.add(word.replace(/^\d+|\d+$/g, ''))
    joined += ` ${apart.replace(/[^a-z0-9]+/g, '-')} `
  }
  const has = (list: readonly string[]): boolean => list.some((word) => words.has(word))
  return {
    strong: has(strong),
    weak: has(weak) || joined.includes('vault-copy'),
    test: has(test),
    noCopies: has(noCopies),
  }
}

/** A backup product's own agent string. It is a hint only: whoever calls writes it. */
export const isProductAgent = (agent: string | undefined): boolean =>
  agent !== undefined &&
  /veeam|commvault|rubrik|cohesity|netbackup|druva|acronis|avamar|networker|backup\.amazonaws\.com|restic|n2ws/i.test(
    agent,
  )
