/**
 * A set whose members are known by the place they were given. Unlike a `Set` or a `Map` it makes no new table
 * while members come and go: a discarded table in V8's old generation keeps alive what it once held.
 */
export class Places<Member> {
  readonly #members: (Member | undefined)[] = []
  readonly #free: number[] = []

  /** @returns the member's place, its own until it is removed */
  add(member: Member): number {
    const place = this.#free.pop() ?? this.#members.length
    this.#members[place] = member
    return place
  }

  at(place: number): Member | undefined {
    return this.#members[place]
  }

  /** Frees a place that is taken. */
  remove(place: number): void {
    this.#members[place] = undefined
    this.#free.push(place)
  }

  /** Every member that is there when its turn comes. */
  *[Symbol.iterator](): Generator<Member> {
    for (const member of this.#members) if (member !== undefined) yield member
  }
}
