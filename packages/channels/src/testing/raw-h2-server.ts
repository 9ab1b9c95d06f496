import { startRawServer, type TestServer } from './servers.ts'

/** A frame as it was on the wire. */
export interface RawFrame {
  type: number
  flags: number
  streamID: number
  payload: Buffer
}

/** One connection of a raw server. */
export interface RawPeer {
  /** Connections before this one. */
  index: number
  /** What the client has sent so far. */
  frames: RawFrame[]
  send(...bytes: Buffer[]): void
  /** The client has closed it. */
  isClosed(): boolean
}

/** Writes a frame, whatever it holds. */
export const rawFrame = (
  type: number,
  flags: number,
  streamID: number,
  payload: string | Buffer = '',
): Buffer => {
  const bytes = typeof payload === 'string' ? Buffer.from(payload.replaceAll(' ', ''), 'hex') : payload
  const head = Buffer.alloc(9)
  head.writeUIntBE(bytes.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(streamID, 5)
  return Buffer.concat([head, bytes])
}

/** 200 without further fields, and a body that ends the stream. */
export const rawAnswer = (streamID: number, body = 'ok'): Buffer =>
  Buffer.concat([rawFrame(1, 4, streamID, '88'), rawFrame(0, 1, streamID, Buffer.from(body))])

/**
 * A server that knows frames and nothing else.
 * @param onRequest a stream of the client's has ended
 * @param opening what the server says first; by default empty SETTINGS
 */
export const startRawH2Server = async (
  onRequest: (peer: RawPeer, streamID: number) => void,
  opening: (peer: RawPeer) => Buffer = () => rawFrame(4, 0, 0),
  onFrame: (peer: RawPeer, frame: RawFrame) => void = () => {},
): Promise<TestServer & { peers: readonly RawPeer[] }> => {
  const peers: RawPeer[] = []
  const server = await startRawServer((socket) => {
    let isClosed = false
    let bytes = Buffer.alloc(0)
    let isGreeted = false
    const peer: RawPeer = {
      index: peers.length,
      frames: [],
      send: (...parts) => {
        for (const part of parts) if (!socket.destroyed) socket.write(part)
      },
      isClosed: () => isClosed,
    }
    peers.push(peer)
    socket.on('close', () => {
      isClosed = true
    })
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (!isGreeted && bytes.length >= 24) {
        isGreeted = true
        bytes = bytes.subarray(24)
      }
      while (isGreeted && bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const end = 9 + bytes.readUIntBE(0, 3)
        const frame: RawFrame = {
          type: bytes.readUInt8(3),
          flags: bytes.readUInt8(4),
          streamID: bytes.readUInt32BE(5),
          payload: Buffer.from(bytes.subarray(9, end)),
        }
        bytes = bytes.subarray(end)
        peer.frames.push(frame)
        onFrame(peer, frame)
        if (frame.type <= 1 && (frame.flags & 1) !== 0) onRequest(peer, frame.streamID)
      }
    })
    peer.send(opening(peer))
  })
  return Object.assign(server, { peers })
}
