import type { TencentImSDK } from '@carillon/client'

/**
 * Sends a text as an app does.
 * @returns the ID of the message
 * @throws Error with what the SDK answered
 */
export const sendText = async (
  { v2TIMManager }: TencentImSDK,
  receiver: string,
  text: string,
): Promise<string> => {
  const messages = v2TIMManager.getMessageManager()
  const created = await messages.createTextMessage(text)
  const sent = await messages.sendMessage({ id: created.data?.id ?? '', receiver, groupID: '' })
  const msgID = sent.data?.msgID
  if (sent.code !== 0 || msgID === undefined)
    throw new Error(`sendMessage answered ${sent.code}: ${sent.desc}`)
  return msgID
}
