import { channelOf, type ChannelLimits, type VendorClient } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Connections } from '../../presence/types.ts'
import type { Database } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import type { ReceiptURLOf } from '../lanes/request.ts'
import type { GroupFactsSource } from '../types.ts'
import type { PushEngineOptions } from './options.ts'

/** What a push engine is made from. */
export interface PushEngineParts {
  database: Database
  tenants: Pick<Tenants, 'app' | 'certificate' | 'onCertificateChanged'>
  connections: Connections
  vendorClient: VendorClient
  events: ServerEvents
  clock: Clock
  /** Default: of a group only its ID is known. */
  groupFacts?: GroupFactsSource
  /** Where vendors are to send receipts of a certificate's pushes. Default: nowhere. */
  receiptURLOf?: ReceiptURLOf | undefined
  /** Unique to this start of this node. */
  leaseOwner: string
  /** Default: the channel's own. */
  limitsOf?: (vendor: VendorId) => ChannelLimits
  options?: Partial<PushEngineOptions>
}

/** What a vendor takes and gives, as its channel says. */
export const channelLimits = (vendor: VendorId): ChannelLimits =>
  channelOf(vendor)?.limits ?? { tokensPerRequest: 1, requestsInFlight: 10, notificationsPerSecond: 100 }
