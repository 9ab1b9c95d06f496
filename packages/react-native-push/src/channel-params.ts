import { PushErrorCode, PushPluginError } from './errors.ts'
import type { NotificationChannel } from './native/spec.ts'

/** A channel in the sibling plugin's words and in the successor's. */
export interface ChannelParams {
  channelId?: string
  channelID?: string
  channelName: string
  channelDescription?: string
  channelDesc?: string
  /** File in res/raw without suffix. */
  channelSound?: string
}

/** @throws PushPluginError (6017) naming what is missing */
export const toNotificationChannel = (channel: ChannelParams): NotificationChannel => {
  const channelID = channel.channelID ?? channel.channelId ?? ''
  const description = channel.channelDescription ?? channel.channelDesc
  for (const [name, value] of Object.entries({ channelId: channelID, channelName: channel.channelName })) {
    if (typeof value === 'string' && value !== '') continue
    throw new PushPluginError(PushErrorCode.INVALID_PARAMETERS, `${name} must be a text that is not empty.`)
  }
  return {
    channelID,
    channelName: channel.channelName,
    ...(description === undefined ? {} : { channelDescription: description }),
    // A file name with its suffix is what iOS wants, and a usual slip here.
    ...(channel.channelSound === undefined
      ? {}
      : { channelSound: channel.channelSound.replace(/\.[A-Za-z0-9]{1,4}$/, '') }),
  }
}
