import type { Method, MethodMap } from '@carillon/protocol'

import type { LoginLimiter } from '../../accounts/index.ts'
import type { Clock } from '../../clock.ts'
import type { ServerConfig } from '../../config/index.ts'
import type { ServerEvents } from '../../events.ts'
import type { Files } from '../../files/index.ts'
import type { Groups } from '../../groups/index.ts'
import type { Messaging } from '../../messaging/index.ts'
import type { Bookkeeping, Logins, Session } from '../../presence/index.ts'
import type { PushEngine } from '../../push/types.ts'
import type { Database } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'

/** What the gateway hands requests to. */
export interface GatewayParts {
  config: Pick<ServerConfig, 'gateway'>
  database: Database
  tenants: Tenants
  logins: Logins
  bookkeeping: Bookkeeping
  limiter: LoginLimiter
  messaging: Messaging
  groups: Groups
  files: Files
  push: Pick<PushEngine, 'selfTest' | 'takeReports' | 'userStory'>
  events: ServerEvents
  clock: Clock
}

/** The answer to a request. */
export type MethodAnswer<M extends Method = Method> =
  | { ok: true; data: MethodMap[M]['result']; afterwards?: () => void }
  | { ok: false; code: number; desc: string }

/** A success with its data; `afterwards` runs when the answer has been sent. */
export const done = <M extends Method>(
  data: MethodMap[M]['result'],
  afterwards?: () => void,
): MethodAnswer<M> => (afterwards ? { ok: true, data, afterwards } : { ok: true, data })

/** A refusal with its code and a sentence for developers. */
export const refused = (code: number, desc: string): { ok: false; code: number; desc: string } => ({
  ok: false,
  code,
  desc,
})

/** The answer that says what became of a request. */
export const answerOf = <M extends Method>(
  outcome: { ok: true; data: MethodMap[M]['result'] } | { ok: false; code: number; desc: string },
): MethodAnswer<M> => (outcome.ok ? done<M>(outcome.data) : refused(outcome.code, outcome.desc))

/** Answers one request of a logged-in client. */
export type Handler<M extends Method> = (
  parts: GatewayParts,
  session: Session,
  params: MethodMap[M]['params'],
) => Promise<MethodAnswer<M>>

/** Handlers of a group of methods. */
export type Handlers<M extends Method> = { [Name in M]: Handler<Name> }
