import type { EventMap, EventName, FileURL, MessageRecord, Method, MethodMap } from '@carillon/protocol'

import type { Files } from '../files/index.ts'

/** Answers that show messages, and where in them. */
const shownIn: { readonly [M in Method]?: (data: MethodMap[M]['result']) => readonly MessageRecord[] } = {
  'message.history': ({ messages }) => messages,
  'message.find': ({ messages }) => messages,
  'message.merged': ({ messages }) => messages,
  'message.modify': ({ message }) => [message],
  'conversation.list': ({ conversations }) => lastOf(conversations),
  'conversation.get': ({ conversations }) => lastOf(conversations),
}

const lastOf = (conversations: readonly { lastMessage?: MessageRecord }[]): MessageRecord[] =>
  conversations.flatMap(({ lastMessage }) => lastMessage ?? [])

/** An answer with the addresses of the pictures it shows: apps show them without asking. */
export const withPictureURLs = (
  files: Pick<Files, 'pictureURLs'>,
  method: Method,
  data: MethodMap[Method]['result'],
): MethodMap[Method]['result'] => {
  const shown = (shownIn[method] as ((data: unknown) => readonly MessageRecord[]) | undefined)?.(data)
  return shown === undefined ? data : withURLs(data, files.pictureURLs(shown))
}

/** An event likewise. */
export const eventWithPictureURLs = <E extends EventName>(
  files: Pick<Files, 'pictureURLs'>,
  name: E,
  data: EventMap[E],
): EventMap[E] => {
  if (name === 'message.new')
    return withURLs(data, files.pictureURLs([(data as EventMap['message.new']).message]))
  if (name !== 'message.changed') return data
  const { content } = (data as EventMap['message.changed']).change
  return content.kind === 'modified' ? withURLs(data, files.pictureURLs([content.message])) : data
}

const withURLs = <T extends object>(data: T, urls: readonly FileURL[]): T =>
  urls.length === 0 ? data : { ...data, urls }
