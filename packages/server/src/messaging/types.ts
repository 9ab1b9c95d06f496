import type { MessageRecord, SendMessageParams } from '@carillon/protocol'

/** A checked send with its sender. */
export interface Send {
  sdkAppID: number
  sender: string
  senderDeviceID: string
  params: SendMessageParams
}

/** What became of a send. */
export type SendOutcome =
  | { ok: true; record: MessageRecord; isDuplicate: boolean }
  | { ok: false; code: number; desc: string }

/** The answer of a refused send. */
export const refusedSend = (code: number, desc: string): SendOutcome => ({ ok: false, code, desc })
