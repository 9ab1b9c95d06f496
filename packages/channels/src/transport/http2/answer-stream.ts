import type { VendorAnswer } from '../../channel.ts'
import type { Cutoff, CutoffReason, Cuttable } from '../cutoff.ts'
import type { AnswerHead } from './answer-head.ts'
import { ErrorCode, Http2Error } from './errors.ts'
import { streamWindowBytes } from './receive-flow.ts'

/** What a stream comes to. */
export interface StreamEnd {
  resolve(answer: VendorAnswer): void
  reject(error: Error): void
}

/**
 * One exchange: a request on its way out, its answer on its way in. OPEN while the request's body is not
 * all sent, then HALF-CLOSED (local); the connection forgets it when it is CLOSED.
 */
export class AnswerStream implements Cuttable {
  readonly id: number
  /** What we may still send of this request's body. */
  sendWindow: number
  /** The rest of the request's body; undefined once it is sent. */
  unsent: Buffer | undefined
  /** Where in the connection's output the request ends; infinite until that is known. */
  sentAt = Number.POSITIVE_INFINITY
  /** Among the connection's streams. */
  place = -1
  readonly #end: StreamEnd
  readonly #cutoff: Cutoff
  readonly #onCut: (stream: AnswerStream, reason: CutoffReason) => void
  #receiveWindow = streamWindowBytes
  #head: AnswerHead | undefined
  #body: Buffer | undefined
  #bodyBytes = 0
  /** The body where it came in one piece. */
  #text: string | undefined

  constructor(
    id: number,
    sendWindow: number,
    cutoff: Cutoff,
    end: StreamEnd,
    onCut: (stream: AnswerStream, reason: CutoffReason) => void,
  ) {
    this.id = id
    this.sendWindow = sendWindow
    this.#end = end
    this.#cutoff = cutoff
    this.#onCut = onCut
  }

  get isAnswering(): boolean {
    return this.#head !== undefined
  }

  /** Bytes of the answer's body that are held. */
  get bodyBytes(): number {
    return this.#bodyBytes
  }

  /** From now on the request's deadline and signal cut it. */
  watch(): void {
    this.#cutoff.onCut(this)
  }

  cut(reason: CutoffReason): void {
    this.#onCut(this, reason)
  }

  resolve(answer: VendorAnswer): void {
    this.#cutoff[Symbol.dispose]()
    this.#end.resolve(answer)
  }

  reject(error: Error): void {
    this.#cutoff[Symbol.dispose]()
    this.#end.reject(error)
  }

  /** Takes a header block: interim answers, the answer's head, trailers. @returns what is wrong with it */
  takeHead(head: AnswerHead, isEnd: boolean): string | undefined {
    if (head.problem !== undefined) return head.problem
    if (this.#head !== undefined) {
      if (head.status !== 0) return 'a second answer'
      return isEnd ? undefined : 'trailers that do not end the stream'
    }
    if (head.status === 0) return 'an answer without a status'
    if (head.status < 200) return isEnd ? 'an interim answer that ends the stream' : undefined
    this.#head = head
    return undefined
  }

  /** @throws Http2Error when the server sends more than it may */
  count(flowBytes: number): void {
    this.#receiveWindow -= flowBytes
    if (this.#receiveWindow < 0)
      throw new Http2Error(ErrorCode.FlowControlError, 'more than the stream window')
  }

  /** Makes the receive window whole again. @returns by how much; 0 while it is not worth a frame */
  refill(): number {
    const moreBytes = streamWindowBytes - this.#receiveWindow
    if (moreBytes < streamWindowBytes / 2) return 0
    this.#receiveWindow = streamWindowBytes
    return moreBytes
  }

  /**
   * Takes bytes of the body.
   * @param isEnd no more will come
   * @returns how many were kept: fewer than given when `maxBytes` is reached
   */
  takeBody(bytes: Buffer, start: number, end: number, maxBytes: number, isEnd: boolean): number {
    const kept = Math.min(end - start, maxBytes - this.#bodyBytes)
    const neededBytes = this.#bodyBytes + kept
    if (isEnd && this.#body === undefined) this.#text = bytes.toString('utf8', start, start + kept)
    else this.#keep(bytes, start, kept, neededBytes)
    this.#bodyBytes = neededBytes
    return kept
  }

  /** The answer, when all of it came; else what is missing. */
  finish(): VendorAnswer | string {
    const declared = this.#head?.contentLength
    if (declared !== undefined && declared !== this.#bodyBytes)
      return `${this.#bodyBytes} bytes of an answer that was to have ${declared}`
    return this.answerSoFar() ?? 'the stream ended without an answer'
  }

  /** The answer with as much of its body as came; undefined before its head. */
  answerSoFar(): VendorAnswer | undefined {
    if (this.#head === undefined) return undefined
    const body = this.#text ?? this.#body?.toString('utf8', 0, this.#bodyBytes) ?? ''
    return { status: this.#head.status, headers: this.#head.headers, body }
  }

  /** A copy: the socket's buffer is shared with other streams and would be kept alive as a whole. */
  #keep(bytes: Buffer, start: number, kept: number, neededBytes: number): void {
    if (this.#body === undefined || this.#body.length < neededBytes) {
      const larger = Buffer.allocUnsafe(this.#body === undefined ? neededBytes : neededBytes * 2)
      this.#body?.copy(larger, 0, 0, this.#bodyBytes)
      this.#body = larger
    }
    bytes.copy(this.#body, this.#bodyBytes, start, start + kept)
  }
}
