import type { MessageContent } from '@carillon/protocol'
import { offlinePushInfoSchema } from '@carillon/protocol/schemas'
import Type from 'typebox'

import { explainMessage, type DryMessage } from '../../admin/explain-message.ts'
import {
  searchLosses,
  searchMessages,
  searchStories,
  type FoundMessages,
  type FoundStories,
  type StoryOwner,
} from '../../push/story.ts'
import { ConsoleError, invalidField } from '../console-error.ts'
import { beside } from '../failure.ts'
import { route } from '../route.ts'
import { appPath, epochMs, exactly, groupID, msgID, reason, token, userID, vendorID } from './fields.ts'

const DAY_MS = 86_400_000

const deviceID = Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\x00-\\x1f]+$' })

const span = {
  fromMs: Type.Optional(epochMs),
  untilMs: Type.Optional(epochMs),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
}

/** The last day, where nothing else is asked for. */
const spanOf = (
  given: { fromMs?: number; untilMs?: number; limit?: number },
  nowMs: number,
): { fromMs: number; untilMs: number; limit: number } => {
  const { untilMs = nowMs + 1, fromMs = Math.min(nowMs, untilMs) - DAY_MS, limit = 50 } = given
  if (fromMs >= untilMs) throw invalidField('fromMs', 'The time ends before it begins.')
  return { fromMs: Math.max(0, fromMs), untilMs, limit }
}

/** Messages of a whole app are read one by one, so a span of them has an end: a day, by either clock. */
const appSpanMs = DAY_MS + 3_600_000

const contentText = Type.Optional(Type.String({ maxLength: 10_000 }))

const addressIn = ({ to, groupID: group }: { to?: string; groupID?: string }): DryMessage['to'] => {
  if (to !== undefined && group === undefined) return { receiver: to }
  if (group !== undefined && to === undefined) return { groupID: group }
  throw invalidField('to', 'Say whom the message is for: to or groupID.')
}

const elementsOf = ({ text, custom }: { text?: string; custom?: string }): MessageContent['elements'] => {
  if (custom !== undefined && text === undefined)
    return [{ type: 'custom', data: custom, desc: '', extension: '' }]
  if (text !== undefined && custom === undefined) return [{ type: 'text', text }]
  throw invalidField('text', 'Say what the message holds: text or custom.')
}

/** Push stories: search, one story, and the dry run. */
export const storyRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/stories',
    summary: 'The latest stories of a user, a device, a token or a cause of loss, a page at a time',
    role: 'support',
    params: appPath,
    query: exactly({
      userID: Type.Optional(userID),
      deviceID: Type.Optional(deviceID),
      token: Type.Optional(token),
      reason: Type.Optional(reason),
      /** With `reason`: devices of this vendor only. */
      vendor: Type.Optional(vendorID),
      ...span,
    }),
    async handle({ params, query }, { parts }): Promise<FoundStories> {
      await parts.admin.app(params.sdkAppID)
      const nowMs = parts.clock.now()
      const owners: StoryOwner[] = [
        ...(query.userID === undefined ? [] : [{ userID: query.userID }]),
        ...(query.deviceID === undefined ? [] : [{ deviceID: query.deviceID }]),
        ...(query.token === undefined ? [] : [{ token: query.token }]),
      ]
      const { reason: cause, vendor } = query
      if (cause !== undefined && owners.length === 0) {
        const losses = { ...params, reason: cause, ...spanOf(query, nowMs) }
        return await searchLosses(
          parts.database,
          { ...losses, ...(vendor === undefined ? {} : { vendor }) },
          nowMs,
        )
      }
      const [owner] = owners
      if (owner === undefined || owners.length > 1 || cause !== undefined)
        throw invalidField('userID', 'Look for one of userID, deviceID, token and reason.')
      if (vendor !== undefined) throw invalidField('vendor', 'A vendor narrows a reason: give both.')
      const search = { sdkAppID: params.sdkAppID, owner, ...spanOf(query, nowMs) }
      return await searchStories(parts.database, search, nowMs)
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/stories/messages',
    summary: 'Messages that were sent in a span, to a group or in all of the app, and what became of each',
    role: 'support',
    params: appPath,
    query: exactly({ groupID: Type.Optional(groupID), ...span }),
    async handle({ params, query: { groupID: group, ...given } }, { parts }): Promise<FoundMessages> {
      await parts.admin.app(params.sdkAppID)
      const nowMs = parts.clock.now()
      const { fromMs, untilMs, limit } = spanOf(given, nowMs)
      if (group === undefined && untilMs - fromMs > appSpanMs)
        throw invalidField('fromMs', 'All messages of an app can be looked at for a day at a time.')
      return await searchMessages(
        parts.database,
        { ...params, fromMs, untilMs, limit, ...(group === undefined ? {} : { groupID: group }) },
        nowMs,
      )
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
    summary: 'Dry run: what a message would do on each device of its recipients, without sending it',
    role: 'support',
    params: appPath,
    body: exactly({
      from: userID,
      /** One of the two. Of a large group the first members are told about. */
      to: Type.Optional(userID),
      groupID: Type.Optional(groupID),
      /** One of the two: a text message, or a custom message with this data. */
      text: contentText,
      custom: contentText,
      offlinePushInfo: Type.Optional(offlinePushInfoSchema),
    }),
    async handle({ params, body }, { parts }) {
      const { from, offlinePushInfo } = body
      const to = addressIn(body)
      const content = {
        elements: elementsOf(body),
        ...(offlinePushInfo === undefined ? {} : { offlinePushInfo }),
      }
      await beside({ CRL_USER_NOT_FOUND: 'from' }, async () => await parts.admin.user(params.sdkAppID, from))
      return await beside(
        { CRL_USER_NOT_FOUND: 'to', CRL_GROUP_NOT_FOUND: 'groupID' },
        async () =>
          await explainMessage(
            {
              db: parts.database,
              admin: parts.admin,
              tenants: parts.tenants,
              connectionsOf: (key) => parts.connections.of(key),
              nowMs: parts.clock.now(),
            },
            { ...params, from, to, content },
          ),
      )
    },
  }),
]
