import type { MessageRecord, SendMessageParams } from '@carillon/protocol'

/** What a client asks to be sent, with who asks. */
export interface SendRequest {
  sdkAppID: number
  sender: string
  senderDeviceID: string
  params: SendMessageParams
}

/** A one-to-one send. */
export interface Send extends SendRequest {
  params: SendMessageParams & { receiver: string }
}

/** What became of a send. */
export type SendOutcome =
  | { ok: true; record: MessageRecord; isDuplicate: boolean }
  | { ok: false; code: number; desc: string }

/** The answer of a refused send. */
export const refusedSend = (code: number, desc: string): SendOutcome => ({ ok: false, code, desc })
