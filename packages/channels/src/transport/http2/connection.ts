import type { TLSSocket } from 'node:tls'

import type { VendorAnswer, VendorRequest } from '../../channel.ts'
import { unansweredText, unsentText, type Cutoff, type CutoffReason } from '../cutoff.ts'
import { describeError } from '../http-transport.ts'
import type { ConnectionState, Http2Connection } from '../http2-connection.ts'
import type { TransportLimits } from '../limits.ts'
import type { AnswerHead } from './answer-head.ts'
import { AnswerStream, type StreamEnd } from './answer-stream.ts'
import { ErrorCode, errorCodeName, Http2Error } from './errors.ts'
import type { PeerSettings } from './frames.ts'
import { Inbound, type InboundEvents } from './inbound.ts'
import { Liveness } from './liveness.ts'
import { pathOf } from './path-of.ts'
import { ReceiveFlow } from './receive-flow.ts'
import { RequestBlocks } from './request-blocks.ts'
import { Room } from './room.ts'
import { SendFlow } from './send-flow.ts'
import { faultOf, lost, refused, unsent } from './stream-faults.ts'
import { StreamNumbers } from './stream-numbers.ts'
import { Streams } from './streams.ts'
import { goawayFrame, Wire } from './wire.ts'

/** Output that the socket does not take before the connection takes no more requests. */
const maxPendingBytes = 1024 * 1024

/**
 * One HTTP/2 connection. States: CONNECTING (the server's settings are awaited), OPEN, CHECKING (was silent,
 * PING is out), RETIRED (finishes what it has, takes nothing new), CLOSED. CONNECTING -> OPEN <-> CHECKING;
 * OPEN, CHECKING -> RETIRED -> CLOSED; any -> CLOSED. Only `#become()` moves.
 */
export class Connection implements Http2Connection, InboundEvents {
  readonly #host: string
  readonly #limits: TransportLimits
  readonly #onChange: () => void
  readonly #wire: Wire
  readonly #inbound = new Inbound(this)
  readonly #blocks: RequestBlocks
  readonly #sendFlow: SendFlow
  readonly #receiveFlow: ReceiveFlow
  readonly #liveness: Liveness
  readonly #numbers = new StreamNumbers()
  readonly #streams = new Streams()
  readonly #room = new Room()
  #state: ConnectionState = 'connecting'

  /** @param onChange called whenever the connection may take more, or never will again */
  constructor(socket: TLSSocket, host: string, limits: TransportLimits, onChange: () => void) {
    this.#host = host
    this.#limits = limits
    this.#onChange = onChange
    this.#wire = new Wire(socket, {
      onBytes: (chunk) => this.#take(chunk),
      onDrain: onChange,
      onClose: (why) => this.#closeNow(why),
    })
    this.#blocks = new RequestBlocks(host)
    this.#sendFlow = new SendFlow(this.#wire.outbox)
    this.#receiveFlow = new ReceiveFlow((bytes) => this.#wire.windowUpdate(0, bytes))
    this.#liveness = new Liveness(limits, () => this.#tick())
    this.#wire.open()
  }

  get state(): ConnectionState {
    return this.#state
  }

  get hasRoom(): boolean {
    const hasRoom =
      this.#state === 'open' &&
      !this.#room.isFull &&
      !this.#numbers.isUsedUp &&
      this.#wire.outbox.pendingBytes < maxPendingBytes
    if (!hasRoom) this.#room.await()
    return hasRoom
  }

  get isStale(): boolean {
    return this.#room.active === 0 && this.#liveness.isStale
  }

  get isAged(): boolean {
    return this.#room.active > 0 && this.#isOld
  }

  reserve(): void {
    this.#room.take()
  }

  exchange(request: VendorRequest, cutoff: Cutoff): Promise<VendorAnswer> {
    this.#liveness.used(this.#room.active)
    return new Promise<VendorAnswer>((resolve, reject) => {
      try {
        this.#start(request, cutoff, { resolve, reject })
      } catch (error) {
        this.#room.free()
        cutoff[Symbol.dispose]()
        reject(error instanceof Error ? error : new Error(String(error)))
        this.#freed()
      }
    })
  }

  check(): void {
    this.#become('checking')
    this.#wire.ping(this.#liveness.pinging())
  }

  retire(): void {
    if (this.#state === 'connecting') return this.destroy()
    this.#become('retired')
    this.#freed()
  }

  destroy(why = 'the connection was cut'): void {
    this.#wire.close(goawayFrame(ErrorCode.NoError), true)
    this.#closeNow(why)
  }

  onSettings(settings: PeerSettings): void {
    if (settings.maxConcurrentStreams !== undefined || this.#state === 'connecting')
      this.#room.limit(settings.maxConcurrentStreams)
    this.#blocks.allow(settings)
    this.#sendFlow.allow(settings, this.#streams)
    this.#wire.acknowledgeSettings()
    this.#become('open')
    this.#onChange()
  }

  onHead(streamID: number, head: AnswerHead, isEnd: boolean): void {
    const stream = this.#streamOf(streamID)
    if (stream === undefined) return
    const problem = stream.takeHead(head, isEnd)
    if (problem !== undefined) return this.#reset(stream, `a malformed answer: ${problem}`)
    if (isEnd) this.#finish(stream, stream.finish())
  }

  onData(
    streamID: number,
    bytes: Buffer,
    start: number,
    end: number,
    flowBytes: number,
    isEnd: boolean,
  ): void {
    this.#receiveFlow.take(flowBytes)
    const stream = this.#streamOf(streamID)
    if (stream === undefined) return this.#receiveFlow.free(flowBytes)
    stream.count(flowBytes)
    if (!stream.isAnswering) {
      this.#receiveFlow.free(flowBytes)
      return this.#reset(stream, 'a malformed answer: a body before its head')
    }
    const kept = stream.takeBody(bytes, start, end, this.#limits.answerBytes, isEnd)
    this.#receiveFlow.free(flowBytes - kept)
    if (kept < end - start) return this.#finish(stream, stream.answerSoFar() ?? 'no head', true)
    if (isEnd) return this.#finish(stream, stream.finish())
    const moreBytes = stream.refill()
    if (moreBytes > 0) this.#wire.windowUpdate(streamID, moreBytes)
  }

  onReset(streamID: number, errorCode: number): void {
    const stream = this.#streamOf(streamID)
    if (stream === undefined) return
    if (errorCode === ErrorCode.RefusedStream && !stream.isAnswering) {
      // The resend is to find a fresh connection.
      this.#become('retired')
      return this.#fail(stream, refused(this.#host, 'the server refused the stream (REFUSED_STREAM)'))
    }
    this.#fail(stream, lost(this.#host, `the server reset the stream (${errorCodeName(errorCode)})`))
  }

  onPing(payload: Buffer): void {
    this.#wire.pong(payload)
  }

  onPong(payload: Buffer): void {
    if (this.#liveness.isAnswered(payload) && this.#state === 'checking') this.#become('open')
  }

  onGoaway(lastTaken: number, errorCode: number, debug: string): void {
    for (const stream of this.#streams)
      if (stream.id > lastTaken && !stream.isAnswering)
        this.#fail(stream, refused(this.#host, 'the server closed before this request (GOAWAY)'))
    // After an error the server closes at once (RFC 9113, section 5.4.1): no further answers come.
    if (errorCode !== ErrorCode.NoError)
      throw new Http2Error(ErrorCode.NoError, `GOAWAY ${errorCodeName(errorCode)} ${debug}`.trimEnd())
    this.retire()
  }

  onWindowUpdate(streamID: number, increment: number): void {
    if (streamID === 0) return this.#sendFlow.widen(increment)
    const stream = this.#streamOf(streamID)
    if (stream !== undefined) this.#sendFlow.widenStream(stream, increment)
  }

  #start(request: VendorRequest, cutoff: Cutoff, end: StreamEnd): void {
    if (this.#state === 'retired' || this.#state === 'closed')
      throw refused(this.#host, 'the connection was closed before this request')
    if (cutoff.reason !== undefined) throw unsent(this.#host, unsentText(cutoff.reason))
    this.#blocks.prepare(request, pathOf(request.url))
    const id = this.#numbers.take()
    const stream = new AnswerStream(id, this.#sendFlow.initialWindow, cutoff, end, this.#onCut)
    this.#streams.add(stream)
    this.#sendFlow.send(stream, this.#blocks, request.body)
    stream.watch()
  }

  readonly #onCut = (stream: AnswerStream, reason: CutoffReason): void => {
    this.#wire.reset(stream.id, ErrorCode.Cancel)
    // What is in the outbox goes out, ahead of the reset: the server may process it.
    const code = reason === 'timeout' ? 'TIMEOUT' : undefined
    this.#fail(stream, faultOf(this.#host, unansweredText(reason), stream.unsent === undefined, code))
  }

  #take(chunk: Buffer): void {
    this.#liveness.heard()
    try {
      this.#inbound.push(chunk)
    } catch (error) {
      const code = error instanceof Http2Error ? error.errorCode : ErrorCode.InternalError
      this.#wire.close(goawayFrame(code))
      this.#closeNow(describeError(error))
    }
  }

  /** The open stream with this number; undefined for one that was. */
  #streamOf(streamID: number): AnswerStream | undefined {
    const stream = this.#streams.get(streamID)
    if (stream === undefined && !this.#numbers.isTaken(streamID))
      throw new Http2Error(ErrorCode.ProtocolError, `a frame on stream ${streamID}, which is not open`)
    return stream
  }

  /** @param isCut more of the answer would come */
  #finish(stream: AnswerStream, answer: VendorAnswer | string, isCut = false): void {
    if (typeof answer === 'string') return this.#reset(stream, `a malformed answer: ${answer}`)
    // Answered before the request was all sent: the rest is of no use.
    if (isCut || stream.unsent !== undefined) this.#wire.reset(stream.id, ErrorCode.Cancel)
    if (this.#remove(stream)) stream.resolve(answer)
  }

  #reset(stream: AnswerStream, why: string): void {
    this.#wire.reset(stream.id, ErrorCode.ProtocolError)
    this.#fail(stream, lost(this.#host, why))
  }

  #fail(stream: AnswerStream, error: Error): void {
    if (this.#remove(stream)) stream.reject(error)
  }

  /** @returns whether it was open */
  #remove(stream: AnswerStream): boolean {
    if (!this.#streams.remove(stream)) return false
    this.#sendFlow.forget(stream)
    this.#receiveFlow.free(stream.bodyBytes)
    this.#room.free()
    if (this.#room.active === 0) this.#liveness.rested()
    this.#freed()
    return true
  }

  #freed(): void {
    if (this.#state === 'retired' && this.#room.active === 0) {
      this.#wire.close(goawayFrame(ErrorCode.NoError))
      this.#become('closed')
    }
    if (this.#room.wasAwaited()) this.#onChange()
  }

  #closeNow(why: string): void {
    this.#become('closed')
    for (const stream of this.#streams)
      // What is in the outbox never goes out.
      this.#fail(stream, faultOf(this.#host, why, this.#wire.outbox.isFlushed(stream.sentAt)))
  }

  get #isOld(): boolean {
    return this.#liveness.isOld || this.#numbers.isNearlyUsedUp
  }

  #tick(): void {
    this.#inbound.calm()
    if (this.#state === 'closed') return this.#wire.destroy()
    const due = this.#liveness.due(this.#room.active)
    if (due === 'dead') this.destroy(`no answer to PING within ${this.#limits.pingTimeoutMs} ms`)
    else if (due === 'ping') this.#wire.ping(this.#liveness.pinging())
    else if (this.#room.active === 0 && this.#state === 'open' && (due === 'idle' || this.#isOld))
      this.retire()
    else if (this.isAged) this.#onChange()
  }

  #become(state: ConnectionState): void {
    if (this.#state === state || this.#state === 'closed') return
    if (this.#state === 'retired' && state !== 'closed') return
    this.#state = state
    if (state === 'closed') this.#liveness.stopWith(this.#wire.closed)
    this.#onChange()
  }
}
