import type { ConsoleMessageContent, ConsoleMessagePage } from '@carillon/protocol'

import { api } from '../api/client.ts'

/** Which messages are looked for. */
export interface MessageSearch {
  msgID?: string
  userID?: string
  peerUserID?: string
  groupID?: string
  fromMs?: number
  untilMs?: number
}

/** Looks messages up. Each call stands in the audit log, so that nothing asks again by itself. */
export const searchMessages = async (
  sdkAppID: number,
  search: MessageSearch & { before?: number },
): Promise<ConsoleMessagePage> => await api.post(`/apps/${sdkAppID}/messages/search`, search)

/** What messages say. Each call stands in the audit log with its reason. */
export const readMessages = async (
  sdkAppID: number,
  given: { msgIDs: readonly string[]; reason: string },
): Promise<readonly ConsoleMessageContent[]> =>
  (await api.post<{ messages: ConsoleMessageContent[] }>(`/apps/${sdkAppID}/messages/read`, given)).messages
