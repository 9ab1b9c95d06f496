import type { ChannelLimits, VendorClient } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { Tenants } from '../../tenants/types.ts'
import { Lane } from './lane.ts'
import type { ReceiptURLOf } from './request.ts'
import {
  defaultLaneOptions,
  type LaneAddress,
  type LaneHost,
  type LaneOptions,
  type LanePush,
  type LaneState,
} from './types.ts'

/** What lanes are made from. */
export interface LanesParts<Push extends LanePush> {
  client: Pick<VendorClient, 'send' | 'probe'>
  limitsOf: (vendor: VendorId) => ChannelLimits
  tenants: Pick<Tenants, 'certificate' | 'onCertificateChanged'>
  host: LaneHost<Push>
  clock: Clock
  options?: Partial<LaneOptions>
  random?: () => number
  receiptURLOf?: ReceiptURLOf | undefined
}

/** The lanes of all certificates, made when first needed. */
export class Lanes<Push extends LanePush> {
  readonly #parts: LanesParts<Push>
  readonly #options: LaneOptions
  readonly #lanes = new Map<number, Lane<Push>>()
  readonly #endListening: () => void
  #isPaused = false

  constructor(parts: LanesParts<Push>) {
    this.#parts = parts
    this.#options = { ...defaultLaneOptions, ...parts.options }
    this.#endListening = parts.tenants.onCertificateChanged((certificateID) => {
      const lane = this.#lanes.get(certificateID)
      if (lane) void this.#load(lane)
    })
  }

  /** Puts a push into its certificate's lane. False when that lane is full. */
  add(address: LaneAddress, push: Push, isFirst = false): boolean {
    return this.#laneOf(address).add(push, isFirst)
  }

  /** How they stand, to be watched. */
  states(): LaneState[] {
    return [...this.#lanes.values()].map((lane) => lane.state)
  }

  /** Sends no more, and resolves when no request is in flight. */
  async drain(): Promise<void> {
    this.#isPaused = true
    for (const lane of this.#lanes.values()) lane.pause()
    await Promise.all([...this.#lanes.values()].map(async (lane) => await lane.idle()))
  }

  /** Gives up what is in flight. */
  close(): void {
    this.#isPaused = true
    this.#endListening()
    for (const lane of this.#lanes.values()) lane.close()
  }

  #laneOf(address: LaneAddress): Lane<Push> {
    const known = this.#lanes.get(address.certificateID)
    if (known) return known
    const { client, limitsOf, host, clock, random = Math.random, receiptURLOf } = this.#parts
    const limits = limitsOf(address.vendor)
    const lane = new Lane<Push>({
      address,
      limits,
      client,
      host,
      clock,
      options: this.#options,
      random,
      receiptURLOf,
    })
    if (this.#isPaused) lane.pause()
    this.#lanes.set(address.certificateID, lane)
    void this.#load(lane)
    return lane
  }

  async #load(lane: Lane<Push>): Promise<void> {
    const { tenants, host, clock } = this.#parts
    try {
      const certificate = await tenants.certificate(lane.certificateID)
      if (certificate) lane.setCertificate(certificate)
      else lane.removeCertificate()
    } catch (error) {
      host.fault(error)
      clock.after(1_000, () => {
        if (!this.#isPaused) void this.#load(lane)
      })
    }
  }
}
