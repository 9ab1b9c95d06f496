// A process of clients in the chat bench. Neighbours are pairs: 0 and 1 talk to each other, 2 and 3, ...
import { ChatSocket, type ChatSocketListener } from './chat-socket.ts'
import type { ClientsQuestion, ClientsTarget, Load, Percentiles, TalkFigures } from './chat-talk.ts'
import { parentProcess } from './group-send-talk.ts'
import { percentile } from './percentiles.ts'

/** Logins under way at once. */
const loginsAtOnce = 32
/** What is not there so long after the last send is taken to be lost. */
const patienceMs = 60_000
/** How often a steady rate is topped up. */
const tickMs = 5

const text = 'See you at 6? I will bring the tickets, and the umbrella that you forgot. '

interface Sent {
  /** Index of the client. */
  from: number
  atMs: number
}

class Talk {
  readonly #clients: readonly ChatSocket[]
  readonly #userIDs: readonly string[]
  readonly #sent = new Map<number, Sent & { answered: boolean; delivered: boolean }>()
  #lastRandom = 0
  #answers: number[] = []
  #deliveries: number[] = []
  #lastAnswerMs = 0
  #onAnswered: ((from: number) => void) | undefined

  constructor(clients: readonly ChatSocket[], userIDs: readonly string[]) {
    this.#clients = clients
    this.#userIDs = userIDs
  }

  answered(random: number, code: number): void {
    if (code !== 0) throw new Error(`a message was refused with ${code}`)
    const sent = this.#sentAs(random)
    this.#lastAnswerMs = performance.now()
    this.#answers.push(this.#lastAnswerMs - sent.atMs)
    sent.answered = true
    this.#forgetDone(random, sent)
    this.#onAnswered?.(sent.from)
  }

  delivered(random: number): void {
    const sent = this.#sentAs(random)
    if (sent.delivered) throw new Error('a message came twice')
    sent.delivered = true
    this.#deliveries.push(performance.now() - sent.atMs)
    this.#forgetDone(random, sent)
  }

  async run({ durationMs, load }: { durationMs: number; load: Load }): Promise<TalkFigures> {
    this.#answers = []
    this.#deliveries = []
    const cpu = process.cpuUsage()
    const startMs = performance.now()
    if ('inFlight' in load) await this.#asFastAsItGoes(load.inFlight, startMs + durationMs)
    else await this.#steadily(load.perSecond, startMs + durationMs)
    await this.#allThere()
    const { user, system } = process.cpuUsage(cpu)
    return {
      answered: this.#answers.length,
      delivered: this.#deliveries.length,
      seconds: (this.#lastAnswerMs - startMs) / 1000,
      cpuSeconds: (user + system) / 1e6,
      answerMs: percentilesOf(this.#answers),
      deliveryMs: percentilesOf(this.#deliveries),
    }
  }

  async #asFastAsItGoes(inFlight: number, untilMs: number): Promise<void> {
    this.#onAnswered = (from) => {
      if (performance.now() < untilMs) this.#send(from)
    }
    for (let index = 0; index < this.#clients.length; index += 1)
      for (let count = 0; count < inFlight; count += 1) this.#send(index)
    await pause(untilMs - performance.now())
    this.#onAnswered = undefined
  }

  /** Of a steady rate the instant a message was due counts, not the one it was sent at. */
  async #steadily(perSecond: number, untilMs: number): Promise<void> {
    const startMs = performance.now()
    for (let count = 0; ;) {
      const nowMs = performance.now()
      if (nowMs >= untilMs) return
      for (; startMs + (count * 1000) / perSecond <= nowMs; count += 1)
        this.#send(count % this.#clients.length, startMs + (count * 1000) / perSecond)
      await pause(tickMs)
    }
  }

  #send(from: number, atMs = performance.now()): void {
    const receiver = this.#userIDs[from ^ 1]
    if (receiver === undefined) throw new RangeError('clients come in pairs')
    this.#lastRandom += 1
    this.#sent.set(this.#lastRandom, { from, atMs, answered: false, delivered: false })
    this.#clients[from]?.send(receiver, this.#lastRandom, text + this.#lastRandom)
  }

  #sentAs(random: number): Sent & { answered: boolean; delivered: boolean } {
    const sent = this.#sent.get(random)
    if (sent === undefined) throw new Error(`message ${random} is over, or was never sent`)
    return sent
  }

  #forgetDone(random: number, { answered, delivered }: { answered: boolean; delivered: boolean }): void {
    if (answered && delivered) this.#sent.delete(random)
  }

  async #allThere(): Promise<void> {
    const deadlineMs = performance.now() + patienceMs
    while (this.#sent.size > 0) {
      if (performance.now() > deadlineMs)
        throw new Error(`${this.#sent.size} messages have no answer, or did not arrive`)
      await pause(tickMs)
    }
  }
}

const pause = async (ms: number): Promise<void> => {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
}

const percentilesOf = (values: readonly number[]): Percentiles => ({
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
})

const logInAll = async ({ users, ...target }: ClientsTarget): Promise<Talk> => {
  const clients: ChatSocket[] = []
  const talk = new Talk(
    clients,
    users.map(({ userID }) => userID),
  )
  const listener: ChatSocketListener = {
    onAnswer: (random, code) => talk.answered(random, code),
    onMessage: (random) => talk.delivered(random),
  }
  let next = 0
  const work = async (): Promise<void> => {
    for (;;) {
      const index = next
      next += 1
      const user = users[index]
      if (user === undefined) return
      clients[index] = await ChatSocket.logIn(target, user, listener)
    }
  }
  await Promise.all(Array.from({ length: loginsAtOnce }, work))
  return talk
}

const parent = parentProcess<ClientsQuestion>()
let talk: Talk | undefined
for (;;) {
  const question = await parent.next()
  if (question.do === 'logIn') {
    talk = await logInAll(question)
    parent.say({})
  } else parent.say(await talk?.run(question))
}
