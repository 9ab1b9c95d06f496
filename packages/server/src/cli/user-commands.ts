import { Command } from 'commander'

import type { User } from '../accounts/users.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { appOf, print, withSession, type CommonOptions } from './session.ts'
import { formatTable, shownTime } from './table.ts'

type ProfileOptions = CommonOptions & { app?: number; nick?: string; face?: string }

/** `carillon user ...` */
export const userCommands = (io: CommandIO): Command => {
  const user = new Command('user').description('Users and their profiles')
  const withProfile = (command: Command): Command =>
    command
      .argument('<userID>', 'the user')
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .option('--nick <name>', 'nickname; empty clears it')
      .option('--face <url>', 'URL of the picture; empty clears it')

  user.addCommand(
    withProfile(newFactCommand('add', 'Register a user')).action(
      async (userID: string, options: ProfileOptions) => {
        await withSession(options, io, async ({ admin }) => {
          const sdkAppID = await appOf(admin, options.app)
          const created = await admin.createUser({ sdkAppID, userID, ...profileOf(options) })
          print(io, options, created, formatUsers([created]))
        })
      },
    ),
  )

  user.addCommand(
    withProfile(newFactCommand('set', 'Change the profile of a user')).action(
      async (userID: string, options: ProfileOptions) => {
        await withSession(options, io, async ({ admin }) => {
          const sdkAppID = await appOf(admin, options.app)
          const changed = await admin.changeProfile({ sdkAppID, userID, ...profileOf(options) })
          print(io, options, changed, formatUsers([changed]))
        })
      },
    ),
  )

  user.addCommand(
    newFactCommand('list', 'List users in the order of their IDs')
      .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
      .option('--after <userID>', 'begin behind this one', '')
      .option('--limit <n>', 'how many', wholeNumber, 100)
      .action(async (options: CommonOptions & { app?: number; after: string; limit: number }) => {
        await withSession(options, io, async ({ admin }) => {
          const { after, limit } = options
          const users = await admin.listUsers(await appOf(admin, options.app), { after, limit })
          print(io, options, users, formatUsers(users))
        })
      }),
  )
  return user
}

/** `carillon usersig` */
export const userSigCommand = (io: CommandIO): Command =>
  newFactCommand('usersig', 'Make a UserSig, for trying things out')
    .argument('<userID>', 'the user it is for')
    .option('--app <sdkAppID>', 'the app (default: the only one)', wholeNumber)
    .option('--expire <seconds>', 'how long it is good for (default: 180 days)', wholeNumber)
    .action(async (userID: string, options: CommonOptions & { app?: number; expire?: number }) => {
      await withSession(options, io, async ({ admin }) => {
        const sdkAppID = await appOf(admin, options.app)
        const lifeS = options.expire
        const userSig = await admin.makeUserSig({
          sdkAppID,
          userID,
          ...(lifeS === undefined ? {} : { lifeS }),
        })
        print(io, options, { sdkAppID, userID, userSig }, `${userSig}\n`)
      })
    })

const profileOf = ({
  nick,
  face,
}: ProfileOptions): { nickName?: string | null; faceUrl?: string | null } => ({
  ...(nick === undefined ? {} : { nickName: nick === '' ? null : nick }),
  ...(face === undefined ? {} : { faceUrl: face === '' ? null : face }),
})

const formatUsers = (users: readonly User[]): string =>
  formatTable(
    ['userID', 'nickname', 'picture', 'since'],
    users.map((each) => [each.userID, each.nickName ?? '', each.faceUrl ?? '', shownTime(each.createdAtMs)]),
  )
