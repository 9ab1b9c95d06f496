import { ErrorCode, Http2Error } from './errors.ts'

/** RFC 9113, section 6. */
export const FrameType = {
  Data: 0x0,
  Headers: 0x1,
  Priority: 0x2,
  RstStream: 0x3,
  Settings: 0x4,
  PushPromise: 0x5,
  Ping: 0x6,
  Goaway: 0x7,
  WindowUpdate: 0x8,
  Continuation: 0x9,
} as const

/** Flags of frames; ACK and END_STREAM share a bit. */
export const Flag = {
  Ack: 0x1,
  EndStream: 0x1,
  EndHeaders: 0x4,
  Padded: 0x8,
  Priority: 0x20,
} as const

/** RFC 9113, section 6.5.2. */
export const Setting = {
  HeaderTableSize: 0x1,
  EnablePush: 0x2,
  MaxConcurrentStreams: 0x3,
  InitialWindowSize: 0x4,
  MaxFrameSize: 0x5,
  MaxHeaderListSize: 0x6,
} as const

export const frameHeaderBytes = 9
/** What every peer takes, and the most we take. */
export const defaultMaxFrameBytes = 16_384
export const defaultWindowBytes = 65_535
export const maxWindowBytes = 2 ** 31 - 1
export const maxStreamID = 2 ** 31 - 1

/** What a client says first, before its settings. */
export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/** Writes the nine bytes before a payload. */
export const writeFrameHeader = (
  target: Buffer,
  at: number,
  payloadBytes: number,
  type: number,
  flags: number,
  streamID: number,
): void => {
  target.writeUInt32BE(payloadBytes * 0x100 + type, at)
  target[at + 4] = flags
  target.writeUInt32BE(streamID, at + 5)
}

/** A frame as one buffer. */
export const frame = (
  type: number,
  flags: number,
  streamID: number,
  payload: Uint8Array = new Uint8Array(0),
): Buffer => {
  const bytes = Buffer.allocUnsafe(frameHeaderBytes + payload.length)
  writeFrameHeader(bytes, 0, payload.length, type, flags, streamID)
  bytes.set(payload, frameHeaderBytes)
  return bytes
}

/** Settings as a payload. */
export const settingsPayload = (settings: readonly (readonly [id: number, value: number])[]): Buffer => {
  const payload = Buffer.allocUnsafe(settings.length * 6)
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * 6)
    payload.writeUInt32BE(value, index * 6 + 2)
  }
  return payload
}

/**
 * What a server asks of its clients. Absent: unchanged. Of a setting given twice the last counts.
 */
export interface PeerSettings {
  headerTableSize?: number
  maxConcurrentStreams?: number
  initialWindowSize?: number
  maxFrameSize?: number
  maxHeaderListSize?: number
}

/** @throws Http2Error for values out of range */
export const readSettings = (bytes: Buffer, start: number, end: number): PeerSettings => {
  if ((end - start) % 6 !== 0) throw new Http2Error(ErrorCode.FrameSizeError, 'SETTINGS of a broken length')
  const settings: PeerSettings = {}
  for (let at = start; at < end; at += 6) {
    const value = bytes.readUInt32BE(at + 2)
    switch (bytes.readUInt16BE(at)) {
      case Setting.HeaderTableSize:
        settings.headerTableSize = value
        break
      case Setting.EnablePush:
        if (value !== 0) throw new Http2Error(ErrorCode.ProtocolError, 'a server with ENABLE_PUSH')
        break
      case Setting.MaxConcurrentStreams:
        settings.maxConcurrentStreams = value
        break
      case Setting.InitialWindowSize:
        if (value > maxWindowBytes)
          throw new Http2Error(ErrorCode.FlowControlError, `an initial window of ${value} bytes`)
        settings.initialWindowSize = value
        break
      case Setting.MaxFrameSize:
        if (value < defaultMaxFrameBytes || value >= 2 ** 24)
          throw new Http2Error(ErrorCode.ProtocolError, `a frame size of ${value} bytes`)
        settings.maxFrameSize = value
        break
      case Setting.MaxHeaderListSize:
        settings.maxHeaderListSize = value
        break
      default:
    }
  }
  return settings
}

/**
 * The bytes of a padded payload that count, as [start, end].
 * @throws Http2Error when the padding is longer than the payload
 */
export const withoutPadding = (
  bytes: Buffer,
  start: number,
  end: number,
  flags: number,
): readonly [start: number, end: number] => {
  if ((flags & Flag.Padded) === 0) return [start, end]
  if (start === end) throw new Http2Error(ErrorCode.FrameSizeError, 'a padded frame without its pad length')
  const unpaddedEnd = end - bytes.readUInt8(start)
  if (unpaddedEnd < start + 1) throw new Http2Error(ErrorCode.ProtocolError, 'padding longer than its frame')
  return [start + 1, unpaddedEnd]
}
