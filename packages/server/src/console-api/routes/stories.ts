import type { MessageContent } from '@carillon/protocol'
import { offlinePushInfoSchema } from '@carillon/protocol/schemas'
import Type from 'typebox'

import { explainPush } from '../../push/explain/explain.ts'
import { searchStories, type StoryOwner } from '../../push/story.ts'
import { ConsoleError, invalidField } from '../console-error.ts'
import { route } from '../route.ts'
import { appPath, epochMs, exactly, msgID, token, userID } from './fields.ts'

const DAY_MS = 86_400_000

const deviceID = Type.String({ minLength: 1, maxLength: 256 })

/** Push stories: search, one story, and the dry run. */
export const storyRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/stories',
    summary: 'The latest stories of a user, a device or a token, a page at a time',
    role: 'support',
    params: appPath,
    query: exactly({
      userID: Type.Optional(userID),
      deviceID: Type.Optional(deviceID),
      token: Type.Optional(token),
      fromMs: Type.Optional(epochMs),
      untilMs: Type.Optional(epochMs),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    async handle({ params, query }, { parts }) {
      await parts.admin.app(params.sdkAppID)
      const nowMs = parts.clock.now()
      const owners: StoryOwner[] = [
        ...(query.userID === undefined ? [] : [{ userID: query.userID }]),
        ...(query.deviceID === undefined ? [] : [{ deviceID: query.deviceID }]),
        ...(query.token === undefined ? [] : [{ token: query.token }]),
      ]
      const [owner] = owners
      if (owner === undefined || owners.length > 1)
        throw invalidField('userID', 'Look for one of userID, deviceID and token.')
      const { fromMs = nowMs - DAY_MS, untilMs = nowMs + 1, limit = 50 } = query
      if (fromMs >= untilMs) throw invalidField('fromMs', 'The time ends before it begins.')
      const search = { sdkAppID: params.sdkAppID, owner, fromMs, untilMs, limit }
      return { stories: await searchStories(parts.database, search, nowMs) }
    },
  }),
  route({
    method: 'GET',
    path: '/stories/:msgID',
    summary: 'The push story of a message: every decision and every hop on every device',
    role: 'support',
    params: exactly({ msgID }),
    async handle({ params }, { parts }) {
      const story = await parts.push.story(params.msgID)
      if (story === undefined)
        throw new ConsoleError(
          404,
          'CRL_MESSAGE_NOT_FOUND',
          'There is no message with this ID, or its story is older than is kept. The ID is what sendMessage answered (msgID).',
          'msgID',
        )
      return story
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/explain',
    summary: 'Dry run: what a message would do on each device of its recipient, without sending it',
    role: 'support',
    params: appPath,
    body: exactly({
      from: userID,
      to: userID,
      text: Type.Optional(Type.String({ maxLength: 10_000 })),
      /** A custom message with this data, in place of a text. */
      custom: Type.Optional(Type.String({ maxLength: 10_000 })),
      offlinePushInfo: Type.Optional(offlinePushInfoSchema),
    }),
    async handle({ params, body }, { parts }) {
      const sender = await parts.admin.user(params.sdkAppID, body.from)
      await parts.admin.user(params.sdkAppID, body.to)
      const elements: MessageContent['elements'] =
        body.custom === undefined
          ? [{ type: 'text', text: body.text ?? '' }]
          : [{ type: 'custom', data: body.custom, desc: '', extension: '' }]
      const devices = await explainPush(
        {
          db: parts.database,
          tenants: parts.tenants,
          groupFacts: parts.groupFacts,
          connectionsOf: (key) => parts.connections.of(key),
          nowMs: parts.clock.now(),
        },
        {
          sdkAppID: params.sdkAppID,
          sender: {
            userID: sender.userID,
            ...(sender.nickName === null ? {} : { nickName: sender.nickName }),
          },
          address: { receiver: body.to },
          content: {
            elements,
            ...(body.offlinePushInfo === undefined ? {} : { offlinePushInfo: body.offlinePushInfo }),
          },
        },
      )
      return { devices: devices ?? [] }
    },
  }),
]
