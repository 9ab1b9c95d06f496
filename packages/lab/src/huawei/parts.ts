import type { LabClock } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import type { DayCounts } from '../push-kit/day-counts.ts'
import type { Delivery } from '../push-kit/delivery.ts'
import type { Registry } from '../push-kit/registry.ts'
import type { Copies } from './copies.ts'
import type { Images } from './images.ts'
import type { Reports } from './reports.ts'
import type { HuaweiApp, HuaweiSettings } from './types.ts'

/** What the emulator's calls work on. */
export interface HuaweiParts {
  readonly clock: LabClock
  readonly settings: HuaweiSettings
  /** By App ID. */
  readonly apps: ReadonlyMap<string, HuaweiApp>
  readonly registry: Registry<HuaweiApp>
  readonly counts: DayCounts
  readonly delivery: Delivery<HuaweiApp>
  readonly reports: Reports
  readonly images: Images
  readonly copies: Copies
  /** An answer with one of Push Kit's codes. */
  coded(code: string, msg?: string): EmulatorAnswer
}
