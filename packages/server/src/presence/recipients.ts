import type { MessageRecord } from '@carillon/protocol'

/** Who beside the sender is to have a one-to-one message: nobody, when it is a note to oneself. */
export const c2cRecipients = ({ receiver, sender }: MessageRecord): string[] =>
  receiver === undefined || receiver === sender.userID ? [] : [receiver]
