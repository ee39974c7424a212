// One person or service account under one id, however a vendor writes it: `ACME\jdoe`, `jdoe@acme.example.com`, `jdoe`.

/**
 * The account as `backup.actor.id` and `user.target.id` carry it: `name@realm`, in small letters, where the realm is the first
 * label of a domain (its NetBIOS name as a rule) or the device that a local account belongs to.
 * @param name as the record has it: `DOMAIN\user`, `user@domain`, a distinguished name, or a bare name
 * @param realm the domain, or the device, where the name itself carries none
 */
export function accountId(name: string, realm?: string): string {
  const given = name.trim().slice(0, 300).replace(/\\+$/, '')
  const common = /^cn=((?:\\.|[^,])+),.*?(?:dc=([^,]+)|$)/i.exec(given)
  if (common) return joined((common[1] ?? '').replace(/\\(.)/g, '$1'), common[2] ?? realm)
  const slash = given.lastIndexOf('\\')
  if (slash > 0) return joined(given.slice(slash + 1), isHere(given.slice(0, slash)) ? realm : given.slice(0, slash))
  const sign = given.lastIndexOf('@')
  return sign > 0 ? joined(given.slice(0, sign), given.slice(sign + 1)) : joined(given.replace(/^\\/, ''), realm)
}

function joined(user: string, realm: string | undefined): string {
  const place = (realm ?? '').replace(/^\\+/, '')
  const label = /^[\d.]+$|:/.test(place) ? place : (place.split('.', 1)[0] ?? '')
  return (isHere(label) ? user : `${user}@${label}`).toLowerCase()
}

/** A realm that says no more than "this device". */
const isHere = (realm: string): boolean => realm === '' || realm === '.' || /^(localhost|builtin)$/i.test(realm)
