import { readFile, stat } from 'node:fs/promises'
import { dirname, parse } from 'node:path'

/** The system account PostgreSQL runs as. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/**
 * The account to run PostgreSQL as. PostgreSQL refuses root, so under root it is the owner of the
 * existing cluster, else `postgres`, else `nobody`; undefined means this process's own account.
 */
export const chooseAccount = async (clusterOwnerUid: number | undefined): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const owner =
    clusterOwnerUid === undefined || clusterOwnerUid === 0
      ? undefined
      : accounts.find((account) => account.uid === clusterOwnerUid)
  return (
    owner ??
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody')
  )
}

/** Reads `/etc/passwd`. IDs below zero (`nobody` on macOS) are given as the unsigned number the kernel uses. */
export const parsePasswd = (text: string): Account[] =>
  text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    if (name === undefined || name === '' || name.startsWith('#') || uid === undefined || gid === undefined)
      return []
    return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }]
  })

/** Permission bits of a file for an account, as the lowest three bits: 4 read, 2 write, 1 search or execute. */
export const permissionsOf = (file: { mode: number; uid: number; gid: number }, account: Account): number => {
  if (file.uid === account.uid) return (file.mode >> 6) & 7
  if (file.gid === account.gid) return (file.mode >> 3) & 7
  return file.mode & 7
}

/** Whether the account may search `folder` and every folder above it. Access lists are not looked at. */
export const canReach = async (folder: string, account: Account): Promise<boolean> => {
  for (let current = folder; ; current = dirname(current)) {
    if ((permissionsOf(await stat(current), account) & 1) === 0) return false
    if (current === parse(current).root) return true
  }
}

/** Whether the account may read `file` and reach it. */
export const canRead = async (file: string, account: Account): Promise<boolean> =>
  (permissionsOf(await stat(file), account) & 4) !== 0 && (await canReach(dirname(file), account))
