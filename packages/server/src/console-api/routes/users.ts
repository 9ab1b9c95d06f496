import type { ConsoleAccount, ConsoleAccountPage, ConsoleDevice, ConsoleUserDetail } from '@carillon/protocol'
import Type from 'typebox'

import { explainPush } from '../../push/explain/explain.ts'
import { ConsoleError } from '../console-error.ts'
import { devicesOf, searchUsers } from '../user-queries.ts'
import type { ConsoleParts } from '../parts.ts'
import { route } from '../route.ts'
import { appPath, exactly, pageSize, search, userID, userPath } from './fields.ts'

const title = Type.String({ minLength: 1, maxLength: 64 })
const text = Type.String({ minLength: 1, maxLength: 128 })

/** What a message that anybody might send now would do on each device. */
const explain = async (parts: ConsoleParts, user: { sdkAppID: number; userID: string }) =>
  (await explainPush(
    {
      db: parts.database,
      tenants: parts.tenants,
      groupFacts: parts.groupFacts,
      connectionsOf: (key) => parts.connections.of(key),
      nowMs: parts.clock.now(),
    },
    {
      sdkAppID: user.sdkAppID,
      sender: { userID: '(console)' },
      address: { receiver: user.userID },
      content: { elements: [{ type: 'text', text: '…' }] },
    },
  )) ?? []

const shownDevices = async (
  parts: ConsoleParts,
  user: { sdkAppID: number; userID: string },
): Promise<ConsoleDevice[]> => {
  const [devices, explained] = await Promise.all([devicesOf(parts.database, user), explain(parts, user)])
  const connections = new Map(parts.connections.of(user).map((each) => [each.deviceID, each]))
  return devices.map((device): ConsoleDevice => {
    const connection = connections.get(device.deviceID)
    const found = explained.find((each) => each.deviceID === device.deviceID)
    return {
      ...device,
      connection: connection === undefined ? 'none' : connection.background ? 'background' : 'foreground',
      decision: found?.decision ?? 'suppress',
      reason: found?.reason ?? 'offline-too-long',
    }
  })
}

/** Users and their devices, and the test push. */
export const userRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/users',
    summary: 'Users whose ID or nickname begins with a text, a page at a time',
    role: 'support',
    params: appPath,
    query: exactly({ search, after: Type.Optional(userID), limit: pageSize }),
    async handle({ params, query }, { parts }): Promise<ConsoleAccountPage> {
      const { sdkAppID: app } = await parts.admin.app(params.sdkAppID)
      const { search: beginning = '', after = '', limit = 20 } = query
      const rows = await searchUsers(parts.database, app, { beginning, after, limit: limit + 1 })
      const users = rows.slice(0, limit).map(({ lastSeenAtMs, ...user }): ConsoleAccount => ({
        ...user,
        ...(lastSeenAtMs === null ? {} : { lastSeenAtMs }),
        isConnected: parts.connections.of({ sdkAppID: app, userID: user.userID }).length > 0,
      }))
      const next = rows.length > limit ? users.at(-1)?.userID : undefined
      return { users, ...(next === undefined ? {} : { next }) }
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/users/:userID',
    summary: 'A user with devices, and whether each receives pushes and why',
    role: 'support',
    params: userPath,
    async handle({ params }, { parts }): Promise<ConsoleUserDetail> {
      const user = await parts.admin.user(params.sdkAppID, params.userID)
      const { nickName, faceUrl, createdAtMs } = user
      return {
        userID: user.userID,
        nickName,
        faceUrl,
        createdAtMs,
        devices: await shownDevices(parts, params),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/users/:userID/test-push',
    summary: 'Push a test notification to one device, in front or not; its story tells the rest',
    role: 'operator',
    params: userPath,
    body: exactly({
      deviceID: Type.String({ minLength: 1, maxLength: 256 }),
      title,
      text,
      ext: Type.Optional(Type.String({ maxLength: 256 })),
    }),
    action: 'user.test-push',
    async handle({ params, body }, { parts, noteDetail }) {
      noteDetail({ deviceID: body.deviceID })
      const result = await parts.push.selfTest({
        ...params,
        deviceID: body.deviceID,
        title: body.title,
        desc: body.text,
        ext: body.ext ?? '',
      })
      if (result === undefined)
        throw new ConsoleError(
          503,
          'CRL_CONSOLE_BUSY',
          'The server is busy or stopping. Try again in a moment.',
        )
      return result
    },
  }),
]
