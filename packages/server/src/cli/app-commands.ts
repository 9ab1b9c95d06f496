import { Command } from 'commander'

import { shownSettings } from '../tenants/settings.ts'
import type { AppSettings } from '../tenants/types.ts'
import { collectSetting, wholeNumber, type SettingPairs } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { appOf, print, withSession, type CommonOptions } from './session.ts'
import { formatTable, shownTime } from './table.ts'

/** `carillon app ...` */
export const appCommands = (io: CommandIO): Command => {
  const app = new Command('app').description('Apps: SDKAppIDs, secret keys, settings')

  app.addCommand(
    newFactCommand('create', 'Make an app with a secret key')
      .requiredOption('--name <name>', 'name, for people')
      .option(
        '--id <sdkAppID>',
        'SDKAppID, to move an app from elsewhere (default: the next free one)',
        wholeNumber,
      )
      .option('--secret-key <key>', 'its secret key, 64 hexadecimal digits (default: a new one)')
      .action(async (options: CommonOptions & { name: string; id?: number; secretKey?: string }) => {
        await withSession(options, io, async ({ admin }) => {
          const created = await admin.createApp({
            name: options.name,
            ...(options.id === undefined ? {} : { sdkAppID: options.id }),
            ...(options.secretKey === undefined ? {} : { secretKey: options.secretKey }),
          })
          const text = `SDKAppID    ${created.sdkAppID}\nsecret key  ${created.secretKey}\n`
          print(io, options, created, text)
        })
      }),
  )

  app.addCommand(
    newFactCommand('list', 'List the apps').action(async (options: CommonOptions) => {
      await withSession(options, io, async ({ admin }) => {
        const apps = await admin.listApps()
        print(
          io,
          options,
          apps,
          formatTable(
            ['SDKAppID', 'name'],
            apps.map((each) => [each.sdkAppID, each.name]),
          ),
        )
      })
    }),
  )

  app.addCommand(
    newFactCommand('settings', 'Show the settings of an app, or change some')
      .argument('[settings...]', 'changes, such as push.acknowledgementTimeoutMs=2000', collectSetting, {})
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .action(async (changes: SettingPairs, options: CommonOptions & { app?: number }) => {
        await withSession(options, io, async ({ admin }) => {
          const sdkAppID = await appOf(admin, options.app)
          const found =
            Object.keys(changes).length === 0
              ? await admin.app(sdkAppID)
              : await admin.changeSettings(sdkAppID, changes)
          const settings = shownSettings(found.settings)
          print(io, options, settings, formatSettings(settings))
        })
      }),
  )

  app.addCommand(
    newFactCommand('keys', 'Show the secret keys of an app, newest first')
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .action(async (options: CommonOptions & { app?: number }) => {
        await withSession(options, io, async ({ admin }) => {
          const keys = await admin.secretKeys(await appOf(admin, options.app))
          const rows = keys.map((key) => [key.keyID, key.secretKey, shownTime(key.createdAtMs)])
          print(io, options, keys, formatTable(['key', 'secret key', 'made'], rows))
        })
      }),
  )

  app.addCommand(
    newFactCommand('add-key', 'Add a secret key; UserSigs of the older ones stay good')
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .action(async (options: CommonOptions & { app?: number }) => {
        await withSession(options, io, async ({ admin }) => {
          const key = await admin.addSecretKey(await appOf(admin, options.app))
          print(io, options, key, `key         ${key.keyID}\nsecret key  ${key.secretKey}\n`)
        })
      }),
  )

  app.addCommand(
    newFactCommand('remove-key', 'Remove a secret key; UserSigs made with it are refused from now on')
      .argument('<key>', 'its number, as carillon app keys shows it', wholeNumber)
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .action(async (keyID: number, options: CommonOptions & { app?: number }) => {
        await withSession(options, io, async ({ admin }) => {
          await admin.removeSecretKey(await appOf(admin, options.app), keyID)
          print(io, options, { removed: keyID }, `Key ${keyID} is removed.\n`)
        })
      }),
  )
  return app
}

const formatSettings = (settings: AppSettings): string =>
  formatTable(
    ['setting', 'value'],
    Object.entries(settings).flatMap(([group, values]) =>
      Object.entries(values as Record<string, unknown>).map(([name, value]) => [
        `${group}.${name}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  )
