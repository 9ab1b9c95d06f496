import { consoleLimits, problemsOfAccount, type ConsoleUser } from '@carillon/protocol'
import Type from 'typebox'

import { ensureUser, revokeUserSigs } from '../../accounts/users.ts'
import { importAccounts } from '../account-import.ts'
import { ConsoleError } from '../console-error.ts'
import { refuseProblems } from '../field-problems.ts'
import { route } from '../route.ts'
import { appPath, exactly, userPath } from './fields.ts'

// What is wrong with each is said beside its field, or line; here stands only what is beyond reading.
const anyText = Type.String({ maxLength: 4096 })
const line = exactly({ userID: anyText, nickName: Type.Optional(anyText), faceUrl: Type.Optional(anyText) })
const clearable = Type.Optional(Type.Union([anyText, Type.Null()]))

const shown = ({ userID, nickName }: ConsoleUser): ConsoleUser => ({ userID, nickName })

/** Accounts: made, imported, changed, and logged out. */
export const accountRoutes = [
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/users',
    summary: 'Make an account',
    role: 'operator',
    params: appPath,
    body: line,
    action: 'user.create',
    async handle({ params: { sdkAppID }, body }, { parts, noteDetail }) {
      refuseProblems(problemsOfAccount(body))
      await parts.admin.app(sdkAppID)
      if (!(await ensureUser(parts.database, sdkAppID, body.userID)))
        throw new ConsoleError(409, 'CRL_USER_EXISTS', `There already is a user "${body.userID}".`, 'userID')
      noteDetail(body)
      const { userID, nickName, faceUrl } = body
      const profile = { nickName: nickName || undefined, faceUrl: faceUrl || undefined }
      return shown(await parts.admin.changeProfile({ sdkAppID, userID, ...profile }))
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/user-imports',
    summary: `Import accounts, up to ${consoleLimits.accountsPerRequest} at once; those that are there keep what is not given`,
    role: 'operator',
    params: appPath,
    body: exactly({
      users: Type.Array(line, { minItems: 1, maxItems: consoleLimits.accountsPerRequest }),
    }),
    bodyLimitBytes: 2 * 1024 * 1024,
    action: 'user.import',
    async handle({ params, body }, { parts, noteDetail }) {
      await parts.admin.app(params.sdkAppID)
      const results = await importAccounts(parts.database, params.sdkAppID, body.users)
      const count = (kind: string): number => results.filter(({ result }) => result === kind).length
      noteDetail({
        first: body.users[0]?.userID,
        last: body.users.at(-1)?.userID,
        created: count('created'),
        changed: count('changed'),
        refused: count('refused'),
      })
      return { results }
    },
  }),
  route({
    method: 'PATCH',
    path: '/apps/:sdkAppID/users/:userID',
    summary: 'Change the profile of a user; null clears',
    role: 'operator',
    params: userPath,
    body: exactly({ nickName: clearable, faceUrl: clearable }),
    action: 'user.change',
    async handle({ params, body }, { parts, noteDetail }) {
      const { nickName, faceUrl } = body
      const given = { nickName: nickName ?? '', faceUrl: faceUrl ?? '' }
      refuseProblems(
        problemsOfAccount({ userID: params.userID, ...given }).filter(({ field }) => field !== 'userID'),
      )
      noteDetail(body)
      return shown(
        await parts.admin.changeProfile({
          ...params,
          nickName: nickName === '' ? null : nickName,
          faceUrl: faceUrl === '' ? null : faceUrl,
        }),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/users/:userID/kicks',
    summary:
      'End the logins of a user, on one device or on all; UserSigs made so far can be made void with it',
    role: 'operator',
    params: userPath,
    body: exactly({
      deviceID: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      revokeUserSigs: Type.Optional(Type.Boolean()),
    }),
    action: 'user.kick',
    async handle({ params, body }, { parts, noteDetail }) {
      const { sdkAppID } = params
      const { userID } = await parts.admin.user(sdkAppID, params.userID)
      // First: an app that is told to leave comes back at once.
      if (body.revokeUserSigs === true)
        await revokeUserSigs(parts.database, sdkAppID, userID, parts.clock.now())
      const devices = await parts.logins.kick({ sdkAppID, userID }, body.deviceID)
      noteDetail({ ...body, devices: devices.length })
      return { devices }
    },
  }),
]
