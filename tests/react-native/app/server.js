/** A gateway in the same VM, behind a WebSocket class: it answers as a server without faults. */
export class LocalGateway {
  requests = []
  /** What a method is answered with, where that is not nothing. */
  answers = { 'message.send': () => ({ msgID: 'm-1', seq: 1, timestampMs: Date.now() }) }
  sockets = []

  get WebSocket() {
    const gateway = this
    return class LocalSocket {
      onopen = null
      onmessage = null
      onerror = null
      onclose = null
      #eventID = 0

      constructor(url, protocols) {
        this.url = url
        this.protocol = Array.isArray(protocols) ? protocols[0] : protocols
        gateway.sockets.push(this)
        setTimeout(() => this.onopen?.({}), 1)
      }

      send(text) {
        const frame = JSON.parse(text)
        if (frame.type === 'ping') this.#receive({ type: 'pong' })
        if (frame.type !== 'request') return
        gateway.requests.push(frame)
        const data = gateway.answer(frame)
        this.#receive({ type: 'response', id: frame.id, code: 0, desc: '', data })
      }

      close(code = 1000, reason = '') {
        setTimeout(() => this.onclose?.({ code, reason, wasClean: true }), 1)
      }

      event(name, data) {
        this.#eventID += 1
        this.#receive({ type: 'event', eventID: this.#eventID, name, data })
      }

      #receive(frame) {
        setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }), 1)
      }
    }
  }

  answer({ method, params }) {
    if (method === 'login') {
      return { serverTimeMs: Date.now(), heartbeatIntervalMs: 60_000, frameBytes: 65_536 }
    }
    return this.answers[method]?.(params) ?? {}
  }

  calls(method) {
    return this.requests.filter((request) => request.method === method).map(({ params }) => params)
  }
}
