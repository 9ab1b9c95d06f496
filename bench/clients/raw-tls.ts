import { once } from 'node:events'
import { connect } from 'node:tls'

import { channels, type EncodeResult, type VendorRequest } from '@carillon/channels'

import {
  Flag,
  frame,
  FrameReader,
  FrameType,
  maxWindowBytes,
  defaultWindowBytes,
  Outbox,
  pathOf,
  preface,
  RequestBlocks,
} from '../borrowed.ts'
import { apnsHost, type Push, type Target } from '../target.ts'
import { certificateOf, notificationOf, type Road } from './carillon.ts'
import type { OpenClient } from './types.ts'

/** After so many requests the server's header table holds what repeats, and blocks are alike. */
const firstRequests = 64

/**
 * The floor: no client, only the bytes of Carillon's requests. They are made before the run; of a push nothing
 * is left but to copy two frames with its stream's number, to encrypt and write them, and to read that its
 * answer has ended.
 */
export const openRawTLS =
  (road: Road): OpenClient =>
  async (target) => {
    const port = target.hosts[road === 'fcm' ? 'fcm.googleapis.com' : apnsHost]
    const socket = connect({ host: '127.0.0.1', port, ca: target.ca, ALPNProtocols: ['h2'] })
    await once(socket, 'secureConnect')
    socket.setNoDelay(true)
    const requestOf = requestsOf(road, target)
    const blocks = new RequestBlocks(`127.0.0.1:${port}`)
    const outbox = new Outbox((batch, written) => {
      socket.cork()
      for (const [index, bytes] of batch.entries())
        if (index === batch.length - 1) socket.write(bytes, written)
        else socket.write(bytes)
      socket.uncork()
    })
    const waiting = new Map<number, (isAccepted: boolean) => void>()
    const reader = new FrameReader((type, flags, streamID) => {
      if ((flags & Flag.EndStream) === 0 || (type !== FrameType.Headers && type !== FrameType.Data)) return
      waiting.get(streamID)?.(true)
      waiting.delete(streamID)
    })
    socket.on('data', (chunk: Buffer) => reader.push(chunk))
    outbox.addBytes(Buffer.from(preface))
    outbox.addBytes(frame(FrameType.Settings, 0, 0))
    outbox.addBytes(frame(FrameType.Settings, Flag.Ack, 0))
    const wide = Buffer.alloc(4)
    wide.writeUInt32BE(maxWindowBytes - defaultWindowBytes)
    outbox.addBytes(frame(FrameType.WindowUpdate, 0, 0, wide))

    let streamID = -1
    let payloads: readonly [head: Buffer, body: Buffer] | undefined
    const payloadsOf = (push: Push): readonly [head: Buffer, body: Buffer] => {
      const request = requestOf(push)
      blocks.prepare(request, pathOf(request.url))
      const block = Buffer.alloc(blocks.maxBytes)
      return [block.subarray(0, blocks.write(block, 0)), Buffer.from(request.body)]
    }
    const sendOne = (push: Push): Promise<boolean> =>
      new Promise((resolve) => {
        streamID += 2
        const [head, body] = payloads ?? payloadsOf(push)
        if (streamID > firstRequests * 2) payloads ??= [head, body]
        const headAt = outbox.add(head.length, FrameType.Headers, Flag.EndHeaders, streamID)
        outbox.buffer.set(head, headAt)
        const bodyAt = outbox.add(body.length, FrameType.Data, Flag.EndStream, streamID)
        outbox.buffer.set(body, bodyAt)
        waiting.set(streamID, resolve)
      })
    return {
      send: (pushes) => Promise.all(pushes.map(sendOne)),
      [Symbol.asyncDispose]: async () => {
        socket.destroy()
        await once(socket, 'close')
      },
    }
  }

/** Carillon's requests, all of one instant, so that they differ in nothing but their pushes. */
const requestsOf = (road: Road, target: Target): ((push: Push) => VendorRequest) => {
  const nowMs = Date.now()
  const certificate = certificateOf(road, target)
  const encode = (push: Push): EncodeResult => {
    const notification = notificationOf(push, nowMs + 86_400_000)
    return channels[road].encode(certificate as never, notification, [push.token], { nowMs, accessToken })
  }
  const minted = channels.apns.tokenMint?.mint
  const accessToken = road === 'apns' ? (minted?.(certificate as never, nowMs)?.value ?? '') : 'bench'
  return (push) => {
    const encoded = encode(push)
    if (encoded.kind === 'refused') throw new Error(encoded.outcome.words?.text)
    return encoded.request
  }
}
