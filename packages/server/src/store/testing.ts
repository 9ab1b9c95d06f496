import { randomBytes } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'

import pg from 'pg'
import { parse as parseURL, toClientConfig } from 'pg-connection-string'
import { inject } from 'vitest'

import { openStore, type Store, type StoreOptions } from './store.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for tests, by URL; see tests/support/postgres-global-setup.ts. */
    postgresURL: string
    /** An empty, migrated database in it, to copy. */
    postgresTemplate: string
  }
}

/** A store of its own, empty and migrated, whose database is dropped when it is closed. */
export interface TestStore extends Store {
  /** For those who open a store by themselves, a server for example. */
  readonly url: string
}

/** Opens an empty, migrated database on the PostgreSQL that all tests of a run share. Takes about 50 ms. */
export const openTestStore = async (options: StoreOptions = {}): Promise<TestStore> => {
  const server = inject('postgresURL')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdministrator(server, `create database ${name} template ${inject('postgresTemplate')}`)
  const url = databaseURL(server, name)
  const store = await openStore({ url }, { connections: 8, ...options })
  let closing: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      await store.close()
      await asAdministrator(server, `drop database if exists ${name} with (force)`)
    })())
  return { ...store, url, close, [Symbol.asyncDispose]: close }
}

/** The URL of another database of the same server. */
export const databaseURL = (server: string, name: string): string => {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement outside any transaction. */
export const asAdministrator = async (server: string, statement: string): Promise<void> => {
  const client = new pg.Client(toClientConfig(parseURL(server)))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Where temporary databases are quick: in memory where there is plenty. A database is hundreds of small files, slow on many disks. */
export const quickFolder = async (): Promise<string> => {
  const found = await statfs('/dev/shm').catch(() => undefined)
  const freeBytes = found === undefined ? 0 : found.bavail * found.bsize
  return freeBytes > 2 * 1024 ** 3 ? '/dev/shm' : tmpdir()
}
