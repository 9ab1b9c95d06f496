import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { openEmbedded, type EmbeddedPostgres } from '../../packages/server/src/store/embedded/index.ts'
import { throwAwaySettings } from '../../packages/server/src/store/embedded/settings.ts'
import { migrate, openStore } from '../../packages/server/src/store/index.ts'
import { asAdministrator, databaseURL, quickFolder } from '../../packages/server/src/store/testing.ts'

/**
 * One PostgreSQL for all tests of a run: the embedded one on a temporary folder, or the one
 * CARILLON_TEST_DATABASE_URL names. Holds a migrated database that tests copy.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  // Programs that tests start are compiled once a run.
  const compileCache = await mkdtemp(join(tmpdir(), 'carillon-compiled-'))
  process.env['NODE_COMPILE_CACHE'] ??= compileCache
  const external = process.env['CARILLON_TEST_DATABASE_URL']
  const embedded = external === undefined ? await startEmbedded() : undefined
  const server = external ?? embedded?.url ?? ''
  const template = `carillon_template_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, `create database ${template}`)
  const store = await openStore({ url: databaseURL(server, template) })
  await migrate(store)
  await store.close()
  project.provide('postgresURL', server)
  project.provide('postgresTemplate', template)
  return async () => {
    await asAdministrator(server, `drop database if exists ${template}`)
    await embedded?.stop()
    // What a program that ends last still writes must not stand in the way.
    await rm(compileCache, { recursive: true, force: true, maxRetries: 20 })
  }
}

const startEmbedded = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const dataFolder = await mkdtemp(join(await quickFolder(), 'carillon-tests-'))
  const postgres = await openEmbedded({
    dataFolder,
    purpose: 'server',
    settings: throwAwaySettings,
    sync: false,
  })
  return {
    url: urlOf(postgres.connection),
    stop: async () => {
      await postgres.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

const urlOf = ({ host, port, user, password, database }: EmbeddedPostgres['connection']): string =>
  `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
