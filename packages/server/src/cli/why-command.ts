import type { StorySummary } from '@carillon/protocol'
import type { Command } from 'commander'

import { OperatorError } from '../operator-error.ts'
import type { StoryOwner } from '../push/story.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { appOf, print, withSession, type CommonOptions, type Session } from './session.ts'
import { spanOf, type SpanOptions } from './span.ts'
import { formatStory } from './story-table.ts'
import { formatTable, shownTime } from './table.ts'

interface WhyOptions extends CommonOptions, SpanOptions {
  app?: number
  user?: string
  device?: string
  token?: string
  limit: number
}

/** `carillon why` */
export const whyCommand = (io: CommandIO): Command =>
  newFactCommand(
    'why',
    'Tell what became of a message on each device, and why; or list the latest of a user or device',
  )
    .argument('[msgID]', 'the message')
    .option('--user <userID>', 'list the latest messages to a user')
    .option('--device <deviceID>', 'list the latest messages to a device')
    .option('--token <token>', 'list the latest messages to the devices that reported a push token')
    .option('--since <time>', 'list from when on: 90m, 12h, 7d, or an ISO time (default: 1d)')
    .option('--until <time>', 'list until when (default: now)')
    .option('--limit <messages>', 'list at most so many messages', wholeNumber, 20)
    .option('--app <sdkAppID>', 'the app of the list (default: the only one)', wholeNumber)
    .action(async (msgID: string | undefined, options: WhyOptions) => {
      const owner = ownerIn(options)
      if ((msgID === undefined) === (owner === undefined))
        throw new OperatorError('CRL_INVALID', 'Name a message, or one of --user, --device and --token.')
      await withSession(options, io, async (session) => {
        if (msgID !== undefined) await tellStory(io, options, session, msgID)
        else if (owner !== undefined) await listStories(io, options, session, owner)
      })
    })

const ownerIn = ({ user, device, token }: WhyOptions): StoryOwner | undefined => {
  const owners: StoryOwner[] = [
    ...(user === undefined ? [] : [{ userID: user }]),
    ...(device === undefined ? [] : [{ deviceID: device }]),
    ...(token === undefined ? [] : [{ token }]),
  ]
  if (owners.length > 1) throw new OperatorError('CRL_INVALID', 'Only one of --user, --device and --token.')
  return owners[0]
}

const tellStory = async (
  io: CommandIO,
  options: CommonOptions,
  { store }: Session,
  msgID: string,
): Promise<void> => {
  const { loadStory } = await import('../push/story.ts')
  const story = await loadStory(store, msgID)
  if (story === undefined)
    throw new OperatorError(
      'CRL_MESSAGE_NOT_FOUND',
      `There is no message ${JSON.stringify(msgID.slice(0, 100))}. The ID is what sendMessage answered (msgID); stories are kept for journalRetentionDays.`,
    )
  print(io, options, story, formatStory(story, { columns: io.columns }))
}

const listStories = async (
  io: CommandIO,
  options: WhyOptions,
  { store, admin }: Session,
  owner: StoryOwner,
): Promise<void> => {
  const { searchStories } = await import('../push/story.ts')
  const sdkAppID = await appOf(admin, options.app)
  const span = spanOf(options, Date.now())
  const { stories } = await searchStories(store, { sdkAppID, owner, ...span, limit: options.limit })
  print(io, options, stories, formatList(stories))
}

const formatList = (found: readonly StorySummary[]): string =>
  found.length === 0
    ? 'Nothing was to be pushed there in this time. --since 7d looks further back.\n'
    : formatTable(
        ['time', 'message', 'user', 'device', 'vendor', 'state', 'reason', 'shown'],
        found.map((story) => [
          shownTime(story.atMs),
          story.msgID,
          story.userID,
          story.deviceName ?? story.deviceID,
          story.vendor ?? '',
          story.state,
          story.reason,
          story.notification === undefined
            ? ''
            : shortened(`${story.notification.title}: ${story.notification.body}`),
        ]),
      )

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39).toWellFormed()}…` : text)
