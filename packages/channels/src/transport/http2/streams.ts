import { Places } from '../places.ts'
import type { AnswerStream } from './answer-stream.ts'

/** The open streams of a connection, by their numbers. */
export class Streams implements Iterable<AnswerStream> {
  readonly #places = new Places<AnswerStream>()
  /** Numbers alone: what its tables held before cannot keep a stream alive. */
  readonly #placeOf = new Map<number, number>()

  add(stream: AnswerStream): void {
    stream.place = this.#places.add(stream)
    this.#placeOf.set(stream.id, stream.place)
  }

  get(streamID: number): AnswerStream | undefined {
    const place = this.#placeOf.get(streamID)
    return place === undefined ? undefined : this.#places.at(place)
  }

  /** @returns whether it was open */
  remove(stream: AnswerStream): boolean {
    if (!this.#placeOf.delete(stream.id)) return false
    this.#places.remove(stream.place)
    return true
  }

  [Symbol.iterator](): Iterator<AnswerStream> {
    return this.#places[Symbol.iterator]()
  }
}
