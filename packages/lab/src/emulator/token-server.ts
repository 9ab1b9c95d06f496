import { pageAnswer } from './answers.ts'
import type { PushDevice } from './device.ts'
import type { Emulator, EmulatorAnswer } from './types.ts'
import { VendorServer } from './vendor-server.ts'

/** An emulator that gives phones tokens, keeps what waits for them and posts receipts. */
export interface TokenEmulator<Receipt> extends Emulator {
  /** Receipts posted, oldest first, at most 1000. */
  readonly receipts: readonly Receipt[]
  /** The app is gone from the phone, unregistered or has turned push off: its token is dead. */
  unregister(token: string): void
  /** undefined for a token this emulator never gave. */
  tokenState(token: string): 'valid' | 'dead' | undefined
  /** Delivers what was stored for the phone. Phones call it when they are back on the network. */
  deviceConnected(device: PushDevice): void
  /** Messages that wait for the phone. */
  storedCount(token: string): number
  /** Waits until all receipts that are due have been posted. */
  receiptsSettled(): Promise<void>
}

/** A vendor's tokens, as far as all vendors are alike. */
interface Tokens {
  find(
    token: string,
  ): { readonly alive: boolean; readonly stored: readonly { readonly expiresAtMs: number }[] } | undefined
  unregister(token: string): void
  connected(device: PushDevice, nowMs: number): void
}

/** A vendor's receipts, as far as all vendors are alike. */
interface ReceiptLog<Receipt> {
  readonly log: readonly Receipt[]
  settled(): Promise<void>
  close(): Promise<void>
}

/** The part of such an emulator that is the same at every vendor. */
export abstract class TokenServer<Receipt> extends VendorServer implements TokenEmulator<Receipt> {
  protected abstract readonly registry: Tokens
  protected abstract readonly posted: ReceiptLog<Receipt>

  get receipts(): readonly Receipt[] {
    return this.posted.log
  }

  unregister(token: string): void {
    this.registry.unregister(token)
  }

  tokenState(token: string): 'valid' | 'dead' | undefined {
    const registration = this.registry.find(token)
    if (registration === undefined) return undefined
    return registration.alive ? 'valid' : 'dead'
  }

  deviceConnected(device: PushDevice): void {
    this.registry.connected(device, this.clock.now())
  }

  storedCount(token: string): number {
    const nowMs = this.clock.now()
    return (this.registry.find(token)?.stored ?? []).filter(({ expiresAtMs }) => expiresAtMs > nowMs).length
  }

  receiptsSettled(): Promise<void> {
    return this.posted.settled()
  }

  protected overloaded(status: number): EmulatorAnswer {
    return pageAnswer(status, status === 429 ? 'Too Many Requests' : 'Service Unavailable')
  }

  protected failed(status: number, message: string): EmulatorAnswer {
    return pageAnswer(status, message)
  }

  override async close(): Promise<void> {
    await this.posted.close()
    await super.close()
  }
}
