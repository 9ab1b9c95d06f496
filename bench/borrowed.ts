// What benches need of packages that these do not export: no user of theirs would.
// oxlint-disable no-restricted-imports -- one place for all of it
export { FrameReader } from '../packages/channels/src/transport/http2/frame-reader.ts'
export {
  defaultWindowBytes,
  Flag,
  frame,
  FrameType,
  maxWindowBytes,
  preface,
  Setting,
  settingsPayload,
} from '../packages/channels/src/transport/http2/frames.ts'
export { HpackDecoder } from '../packages/channels/src/transport/http2/hpack-decoder.ts'
export { Outbox } from '../packages/channels/src/transport/http2/outbox.ts'
export { pathOf } from '../packages/channels/src/transport/http2/path-of.ts'
export { RequestBlocks } from '../packages/channels/src/transport/http2/request-blocks.ts'
export { redirect } from '../packages/lab/src/testing/oracles/redirect.ts'
export { createAuthority } from '../packages/lab/src/tls/authority.ts'
export { systemClock } from '../packages/server/src/clock.ts'
export { Lanes } from '../packages/server/src/push/lanes/lanes.ts'
export type { LanePush, LaneStep } from '../packages/server/src/push/lanes/types.ts'
export { statisticsOverview } from '../packages/server/src/push/statistics/overview.ts'
export { rollUp } from '../packages/server/src/push/statistics/roll-up.ts'
export { pushStatistics, statisticsGroups } from '../packages/server/src/push/statistics/statistics.ts'
