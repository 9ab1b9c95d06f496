import type { VendorClient } from '@carillon/channels'

import type { LoginLimiter } from '../accounts/index.ts'
import type { Admin } from '../admin/index.ts'
import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { Groups } from '../groups/index.ts'
import type { Logins } from '../presence/index.ts'
import type { Connections } from '../presence/types.ts'
import type { GroupFactsSource, PushEngine } from '../push/types.ts'
import type { Database } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import type { ConsoleLabPart } from './lab-part.ts'

/** What the console's API is made from. */
export interface ConsoleParts {
  database: Database
  admin: Admin
  tenants: Pick<Tenants, 'app' | 'certificate'>
  push: Pick<PushEngine, 'selfTest' | 'story' | 'state'>
  connections: Pick<Connections, 'of'>
  logins: Pick<Logins, 'kick'>
  groups: Groups
  groupFacts: GroupFactsSource
  vendorClient: Pick<VendorClient, 'probe'>
  limiter: LoginLimiter
  events: Pick<ServerEvents, 'fault'>
  clock: Clock
  /** Where this server is reached from outside, where that is known. */
  publicURL: string | undefined
  /** The lab that runs beside this server, where one does. */
  lab?: ConsoleLabPart | undefined
}
