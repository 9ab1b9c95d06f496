import { isForCalls } from '@carillon/channels'
import { ErrorCode, hasLoneSurrogate, limits, utf8Bytes, type PushMethods } from '@carillon/protocol'

import { bindToken, clearToken } from '../../push/tokens.ts'
import type { Session } from '../../presence/index.ts'
import { TokenBucket } from '../token-bucket.ts'
import { done, refused, type Handlers } from './handler.ts'

/** One self test of a device in this time, so that nobody drains a vendor's quota with it. */
const selfTestIntervalMs = 10_000

/** Stories one session may ask for: so many at once, so many a second in the long run. */
const storiesAtOnce = 10
const storiesPerSecond = 0.5

const storyBuckets = new WeakMap<Session, TokenBucket>()

/** When each session asked last; forgotten with the session. */
const lastSelfTests = new WeakMap<Session, number>()

/** Requests about offline push. */
export const pushHandlers: Handlers<keyof PushMethods> = {
  async 'push.setConfig'(
    { database, tenants, clock },
    session,
    { certificateID, token, isVoIP: isCallToken = false },
  ) {
    const owner = session.login
    if (token === '') {
      await clearToken(database, { ...owner, isVoIP: isCallToken, nowMs: clock.now() })
      return done<'push.setConfig'>({})
    }
    if (!isToken(token))
      return refused(
        ErrorCode.TOKEN_INVALID,
        `token: expected 1 to ${limits.pushTokenBytes} bytes of printable text without spaces, as the vendor's SDK gave it`,
      )
    const certificate = await tenants.certificate(certificateID)
    const isVoIP = certificate !== undefined && isForCalls(certificate.vendor, certificate.certificate)
    if (isCallToken && certificate !== undefined && !isVoIP)
      return refused(
        ErrorCode.INVALID_PARAMETERS,
        `certificateID: certificate ${certificateID} is not for VoIP. Give the one whose field voip is on: carillon cert list.`,
      )
    const bound = await bindToken(database, { ...owner, certificateID, token, isVoIP, nowMs: clock.now() })
    return bound.ok
      ? done<'push.setConfig'>({})
      : refused(
          bound.code,
          `businessID: app ${owner.sdkAppID} has no certificate ${certificateID}. List them with: carillon cert list.`,
        )
  },

  async 'push.selfTest'({ push, clock }, session, { title, desc, ext }) {
    const nowMs = clock.now()
    const waitMs = (lastSelfTests.get(session) ?? -Infinity) + selfTestIntervalMs - nowMs
    if (waitMs > 0)
      return refused(
        ErrorCode.NET_FREQ_LIMIT,
        `push.selfTest: one in ${selfTestIntervalMs / 1000} s. Try again in ${Math.ceil(waitMs / 1000)} s.`,
      )
    lastSelfTests.set(session, nowMs)
    const { sdkAppID, userID, deviceID } = session.login
    const result = await push.selfTest({ sdkAppID, userID, deviceID, title, desc, ext })
    return result === undefined
      ? refused(
          ErrorCode.SERVER_BUSY,
          'push.selfTest: the server is busy or stopping. Try again in a moment.',
        )
      : done<'push.selfTest'>(result)
  },

  async 'push.report'({ push }, session, { reports }) {
    const isTaken = await push.takeReports(session.login, reports)
    return isTaken
      ? done<'push.report'>({})
      : refused(ErrorCode.SERVER_BUSY, 'push.report: the server is busy or stopping. Try again in a moment.')
  },

  async 'push.story'({ push, clock }, session, { msgID }) {
    const nowMs = clock.now()
    const bucket =
      storyBuckets.get(session) ??
      new TokenBucket({ perSecond: storiesPerSecond, burst: storiesAtOnce }, nowMs)
    storyBuckets.set(session, bucket)
    if (!bucket.take(nowMs))
      return refused(ErrorCode.NET_FREQ_LIMIT, 'push.story: at most 30 a minute. Try again in a few seconds.')
    const { sdkAppID, userID } = session.login
    const story = isMsgID(msgID) ? await push.userStory({ sdkAppID, userID, msgID }) : undefined
    return story === undefined
      ? refused(
          ErrorCode.INVALID_PARAMETERS,
          'push.story: there is no such message among those you sent or were sent, or its story is older than is kept.',
        )
      : done<'push.story'>(story)
  },
}

const isToken = (token: string): boolean =>
  /^[^\p{Cc}\s]+$/u.test(token) && !hasLoneSurrogate(token) && utf8Bytes(token) <= limits.pushTokenBytes

/** No other text is a message's ID, and the database takes not every text. */
const isMsgID = (text: string): boolean => /^[\x21-\x7e]{1,64}$/.test(text)
