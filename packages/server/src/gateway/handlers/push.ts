import { ErrorCode, hasLoneSurrogate, limits, utf8Bytes, type PushMethods } from '@carillon/protocol'

import { bindToken, clearToken } from '../../push/tokens.ts'
import { done, refused, type Handlers } from './handler.ts'

/** Requests about offline push. */
export const pushHandlers: Handlers<keyof PushMethods> = {
  async 'push.setConfig'({ database, clock }, session, { certificateID, token }) {
    const owner = session.login
    if (token === '') {
      await clearToken(database, { ...owner, nowMs: clock.now() })
      return done<'push.setConfig'>({})
    }
    if (!isToken(token))
      return refused(
        ErrorCode.TOKEN_INVALID,
        `token: expected 1 to ${limits.pushTokenBytes} bytes of printable text without spaces, as the vendor's SDK gave it`,
      )
    const bound = await bindToken(database, { ...owner, certificateID, token, nowMs: clock.now() })
    return bound.ok
      ? done<'push.setConfig'>({})
      : refused(
          bound.code,
          `businessID: app ${owner.sdkAppID} has no certificate ${certificateID}. List them with: carillon cert list.`,
        )
  },
}

const isToken = (token: string): boolean =>
  /^[^\p{Cc}\s]+$/u.test(token) && !hasLoneSurrogate(token) && utf8Bytes(token) <= limits.pushTokenBytes
