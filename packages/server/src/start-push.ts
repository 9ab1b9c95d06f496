import { randomUUID } from 'node:crypto'

import type { ServerConfig } from './config/index.ts'
import { createPushEngine, type PushEngineOptions } from './push/engine.ts'
import type { PushEngineParts } from './push/engine/engine-parts.ts'
import type { PushEngine } from './push/types.ts'

/** The sizes and times of the push engine, as the configuration says; `given` goes before it. */
export const pushOptionsOf = (
  { push, journalRetentionDays }: Pick<ServerConfig, 'push' | 'journalRetentionDays'>,
  given: Partial<PushEngineOptions> = {},
): Partial<PushEngineOptions> => ({
  journalRetentionDays,
  ...given,
  lanes: {
    requestTimeoutMs: push.requestTimeoutMs,
    deathsToDoubt: push.deathsToDoubt,
    deathShareToDoubt: push.deathPercentToDoubt / 100,
    doubtWindowMs: push.doubtWindowMs,
    ...given.lanes,
  },
})

/** Starts the push engine of a server. */
export const startPush = ({
  config,
  options,
  ...parts
}: Omit<PushEngineParts, 'leaseOwner' | 'options'> & {
  config: ServerConfig
  options: Partial<PushEngineOptions> | undefined
}): PushEngine => {
  // The embedded database is this server's alone: leases of an earlier run are over.
  const isAlone = config.databaseURL === undefined
  const prefix = isAlone ? 'local/' : 'node/'
  return createPushEngine({
    ...parts,
    leaseOwner: `${prefix}${randomUUID()}`,
    options: { ...(isAlone ? { takesOverLeasesOf: prefix } : {}), ...pushOptionsOf(config, options) },
  })
}
