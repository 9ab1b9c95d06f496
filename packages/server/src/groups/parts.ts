import type { EventMap } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { TipsRequest } from '../messaging/types.ts'
import type { Connections } from '../presence/types.ts'
import type { Database } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import type { GroupMemory } from './group-memory.ts'

/** Puts tips into groups' conversations: what `Messaging` does. */
export interface TipsSender {
  sendTips(tips: TipsRequest): Promise<{ ok: true } | { ok: false; code: number; desc: string }>
}

/** What the groups are made from. */
export interface GroupsParts {
  database: Database
  memory: GroupMemory
  tenants: Pick<Tenants, 'app'>
  connections: Pick<Connections, 'send' | 'sendToMany' | 'connectedOf'>
  tips: TipsSender
  events: Pick<ServerEvents, 'fault'>
  clock: Clock
}

/** What happened, as clients hear of it. */
export type Notice = EventMap['group.notice']['notice']
