import { ErrorCode, isGroupID, limits, type AllReceiveOption, type ReceiveOption } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import type { V2TimAllReceiveMessageOptInfo, V2TimReceiveMessageOptInfo } from '../../api/messages.ts'
import { failure, okWith } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import { checkUserID, invalid } from '../../messages/check.ts'
import { listOf } from '../../session/parse.ts'
import { checkTexts, checkWhole, toCallback, withAccount, type MessageParts } from './parts.ts'

const longestSeconds = 0xffff_ffff

/** Methods about what I want to receive. */
export const receiveOptions = ({ session }: MessageParts) => {
  const setAll = async (
    opt: number,
    when: Pick<
      AllReceiveOption,
      'startHour' | 'startMinute' | 'startSecond' | 'startTimeStampMs' | 'durationSeconds'
    >,
  ): Promise<V2TimCallback> => {
    if (opt !== 0 && opt !== 2)
      return invalid(`opt: expected 0 (receive) or 2 (receive without a push), got ${String(opt)}`)
    return withAccount(session, async (account) => {
      const timeZone = ownTimeZone()
      const utcOffsetMinutes = -new Date(session.nowMs).getTimezoneOffset()
      const params = {
        option: opt,
        ...when,
        utcOffsetMinutes,
        ...(timeZone !== undefined && { timeZone }),
      } as const
      return toCallback(await account.request('user.setAllReceiveOption', params))
    })
  }

  return {
    /** What I want to receive of users, at most 30: 0 messages and pushes, 1 nothing, 2 messages without pushes. */
    async setC2CReceiveMessageOpt(userIDList: string[], opt: number): Promise<V2TimCallback> {
      const problem =
        checkTexts(userIDList, 'userIDList', limits.receiveOptionUsers) ?? checkWhole(opt, 'opt', 0, 4)
      if (problem !== undefined) return problem
      const bad = userIDList
        .map((userID) => checkUserID(userID, 'userIDList'))
        .find((each) => each !== undefined)
      if (bad !== undefined) return bad
      return withAccount(session, async (account) =>
        toCallback(
          await account.request('conversation.setReceiveOption', {
            userIDs: userIDList,
            option: opt as ReceiveOption,
          }),
        ),
      )
    },

    /** What I want to receive of users, in the order asked for. */
    async getC2CReceiveMessageOpt(
      userIDList: string[],
    ): Promise<V2TimValueCallback<V2TimReceiveMessageOptInfo[]>> {
      const problem = checkTexts(userIDList, 'userIDList', limits.receiveOptionUsers)
      if (problem !== undefined) return problem
      return withAccount(session, async (account) => {
        const answer = await account.request('conversation.receiveOptions', { userIDs: userIDList })
        if (answer.code !== ErrorCode.OK) return failure(answer.code, answer.desc)
        return okWith(
          listOf(answer.data, 'options').map((each) => {
            const { userID, option } = asRecord(each) ?? {}
            return { userID: String(userID), c2CReceiveMessageOpt: Number(option) }
          }),
        )
      })
    },

    /** What I want to receive of a group, as of users. */
    async setGroupReceiveMessageOpt(groupID: string, opt: number): Promise<V2TimCallback> {
      if (typeof groupID !== 'string' || !isGroupID(groupID))
        return invalid('groupID: expected the ID of a group')
      const problem = checkWhole(opt, 'opt', 0, 4)
      if (problem !== undefined) return problem
      return withAccount(session, async (account) =>
        toCallback(
          await account.request('conversation.setReceiveOption', { groupID, option: opt as ReceiveOption }),
        ),
      )
    },

    /**
     * Quiet hours: 2 keeps all pushes from me for `duration` seconds from that time of day on, every day,
     * for good when it is a day or more; 0 ends that. The time of day is that of this device.
     */
    async setAllReceiveMessageOpt(
      opt: number,
      startHour: number,
      startMinute: number,
      startSecond: number,
      duration: number,
    ): Promise<V2TimCallback> {
      const problem =
        checkWhole(startHour, 'startHour', 0, 23) ??
        checkWhole(startMinute, 'startMinute', 0, 59) ??
        checkWhole(startSecond, 'startSecond', 0, 59) ??
        checkWhole(duration, 'duration', 0, longestSeconds)
      return problem ?? setAll(opt, { startHour, startMinute, startSecond, durationSeconds: duration })
    },

    /** As `setAllReceiveMessageOpt`, once: from `startTimeStamp`, seconds since the epoch, on. */
    async setAllReceiveMessageOptWithTimestamp(
      opt: number,
      startTimeStamp: number,
      duration: number,
    ): Promise<V2TimCallback> {
      const problem =
        checkWhole(startTimeStamp, 'startTimeStamp', 0, longestSeconds) ??
        checkWhole(duration, 'duration', 0, longestSeconds)
      const start = { startHour: 0, startMinute: 0, startSecond: 0, startTimeStampMs: startTimeStamp * 1000 }
      return problem ?? setAll(opt, { ...start, durationSeconds: duration })
    },

    /** The quiet hours that are set; `allReceiveMessageOpt` 0 when there are none. */
    async getAllReceiveMessageOpt(): Promise<V2TimValueCallback<V2TimAllReceiveMessageOptInfo>> {
      return withAccount(session, async (account) => {
        const { code, desc, data } = await account.request('user.allReceiveOption', {})
        if (code !== ErrorCode.OK) return failure(code, desc)
        const option = asRecord(asRecord(data)?.option)
        const number = (name: string): number => Number(option?.[name] ?? 0)
        return okWith({
          allReceiveMessageOpt: number('option'),
          startHour: number('startHour'),
          startMinute: number('startMinute'),
          startSecond: number('startSecond'),
          startTimeStamp: Math.floor(number('startTimeStampMs') / 1000),
          duration: number('durationSeconds'),
        })
      })
    },
  }
}

/** Some JavaScript engines on phones have no Intl, or no time zone in it. */
const ownTimeZone = (): string | undefined => {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || undefined
  } catch {
    return undefined
  }
}
