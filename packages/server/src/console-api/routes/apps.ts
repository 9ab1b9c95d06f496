import type { ConsoleSecretKey } from '@carillon/protocol'
import Type from 'typebox'

import type { SecretKey } from '../../admin/index.ts'
import type { AppSettingsChanges } from '../../tenants/settings.ts'
import { mayActAs } from '../accounts/roles.ts'
import { ConsoleError, invalidField } from '../console-error.ts'
import { beside } from '../failure.ts'
import { makePushFile } from '../push-file.ts'
import { route } from '../route.ts'
import { appPath, exactly, name, readName, sdkAppID } from './fields.ts'
import { isForOwners, listSettings, nestedChanges, withoutSecrets } from './settings.ts'

const withoutSecret = ({ keyID, secretKey, createdAtMs }: SecretKey): ConsoleSecretKey => ({
  keyID,
  ending: secretKey.slice(-4),
  createdAtMs,
})

/** Apps, their keys and settings. */
export const appRoutes = [
  route({
    method: 'GET',
    path: '/apps',
    summary: 'The apps',
    role: 'support',
    handle: async (_input, { parts }) => ({
      apps: (await parts.admin.listApps()).map((app) => ({ sdkAppID: app.sdkAppID, name: app.name })),
    }),
  }),
  route({
    method: 'POST',
    path: '/apps',
    summary: 'Make an app; answers its first secret key, once',
    role: 'operator',
    body: exactly({
      name,
      sdkAppID: Type.Optional(sdkAppID),
      secretKey: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    action: 'app.create',
    async handle({ body }, { parts, noteDetail }) {
      if (body.secretKey !== undefined && !/^[0-9a-f]{64}$/i.test(body.secretKey))
        throw invalidField('secretKey', 'A secret key has 64 hexadecimal digits.')
      const app = await parts.admin.createApp({ ...body, name: readName(body.name) })
      noteDetail({ sdkAppID: app.sdkAppID, name: app.name })
      return { sdkAppID: app.sdkAppID, name: app.name, secretKey: app.secretKey }
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID',
    summary: 'An app with its settings',
    role: 'support',
    params: appPath,
    async handle({ params }, { parts }) {
      const app = await parts.admin.app(params.sdkAppID)
      return { sdkAppID: app.sdkAppID, name: app.name, settings: listSettings(app.settings) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/apps/:sdkAppID/settings',
    summary: 'Change settings, by path; null takes one back to its default',
    role: 'operator',
    params: appPath,
    body: exactly({ changes: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()) }),
    action: 'app.settings',
    async handle({ params, body }, { parts, actor, noteDetail }) {
      const kept = Object.keys(body.changes).find(isForOwners)
      if (kept !== undefined && !mayActAs(actor.role, 'owner'))
        throw new ConsoleError(
          403,
          'CRL_CONSOLE_RIGHTS',
          `Only an owner of this console changes ${kept}.`,
          kept,
        )
      noteDetail(withoutSecrets(body.changes))
      const changes = nestedChanges(body.changes) as AppSettingsChanges
      const app = await parts.admin.changeSettings(params.sdkAppID, changes)
      return { settings: listSettings(app.settings) }
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/keys',
    summary: 'The secret keys of an app, only their ends',
    role: 'operator',
    params: appPath,
    handle: async ({ params }, { parts }) => ({
      keys: (await parts.admin.secretKeys(params.sdkAppID)).map(withoutSecret),
    }),
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/keys',
    summary: 'Add a secret key; answers it, once. UserSigs of the older ones stay good',
    role: 'operator',
    params: appPath,
    action: 'app.add-key',
    async handle({ params }, { parts, noteDetail }) {
      const key = await parts.admin.addSecretKey(params.sdkAppID)
      noteDetail({ keyID: key.keyID })
      return key
    },
  }),
  route({
    method: 'DELETE',
    path: '/apps/:sdkAppID/keys/:keyID',
    summary: 'Remove a secret key; UserSigs made with it are refused from now on',
    role: 'operator',
    params: exactly({ sdkAppID, keyID: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
    action: 'app.remove-key',
    handle: async ({ params }, { parts }) => await parts.admin.removeSecretKey(params.sdkAppID, params.keyID),
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/push-file',
    summary: 'carillon-push.json: what the app must know of its server and certificates',
    role: 'support',
    params: appPath,
    body: exactly({
      values: Type.Record(
        Type.String({ maxLength: 20 }),
        Type.Record(Type.String({ maxLength: 20 }), Type.String({ maxLength: 1024 })),
      ),
    }),
    handle: async ({ params, body }, { parts, origin }) =>
      await makePushFile(parts.admin, { sdkAppID: params.sdkAppID, origin, values: body.values }),
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/user-sigs',
    summary: 'Make a UserSig, to try something out',
    role: 'operator',
    params: appPath,
    body: exactly({ userID: Type.String({ minLength: 1, maxLength: 32 }) }),
    action: 'app.user-sig',
    async handle({ params, body }, { parts, noteDetail }) {
      noteDetail({ userID: body.userID })
      const day = 86_400
      const { userID } = body
      return await beside({ CRL_INVALID: 'userID' }, async () => ({
        userSig: await parts.admin.makeUserSig({ ...params, userID, lifeS: day }),
      }))
    },
  }),
]
