// One principal under one id: people as everywhere in a directory, service accounts by their whole address.
import { accountId } from '../../model/account.ts'

/** `mara@acme.example.com` is `mara@acme`; an address of Google's own robots names one account in the world, and stays whole. */
export const principalId = (address: string): string =>
  /gserviceaccount\.com$/i.test(address) || !address.includes('@') ? address.toLowerCase() : accountId(address)
