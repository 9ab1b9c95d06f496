import { DesktopClient } from '@carillon/testkit'

import { parentProcess } from './group-send-talk.ts'

/** Who logs in, and where. */
export interface ClientsJob {
  server: string
  sdkAppID: number
  users: readonly { userID: string; userSig: string }[]
}

/** One message, and how long it took to be stored, and to be with the last of those who are connected. */
export interface SendFigures {
  msgID: string
  storedMs: number
  liveMs: number
}

/** The first user sends, the others receive; nothing of them shares a process with the server. */
const parent = parentProcess<ClientsJob | { groupID: string; text: string }>()
const { server, sdkAppID, users } = (await parent.next()) as ClientsJob
const clients: DesktopClient[] = []
for (const { userID, userSig } of users)
  clients.push(await DesktopClient.logIn({ server, sdkAppID, userID, userSig }))
const [sender, ...receivers] = clients
if (sender === undefined) throw new Error('nobody to send')
parent.say('ready')

for (;;) {
  const { groupID, text } = (await parent.next()) as { groupID: string; text: string }
  const arrived = receivers.map(
    async (receiver) =>
      await new Promise<void>((resolve) => {
        const messages = receiver.sdk.v2TIMManager.getMessageManager()
        const listener = {
          onRecvNewMessage(message: { textElem?: { text?: string } }): void {
            if (message.textElem?.text !== text) return
            messages.removeAdvancedMsgListener(listener)
            resolve()
          },
        }
        messages.addAdvancedMsgListener(listener)
      }),
  )
  const messages = sender.sdk.v2TIMManager.getMessageManager()
  const { data } = await messages.createTextMessage(text)
  const startMs = performance.now()
  const sent = await messages.sendMessage({ id: data?.id ?? '', groupID, receiver: '' })
  const storedMs = performance.now() - startMs
  if (sent.code !== 0) throw new Error(`${sent.code} ${sent.desc}`)
  await Promise.all(arrived)
  const liveMs = performance.now() - startMs
  parent.say({ msgID: sent.data?.msgID ?? '', storedMs, liveMs } satisfies SendFigures)
}
