import {
  afterStages,
  type AfterStage,
  type FinalStage,
  type ReasonCode,
  type Stage,
} from '@carillon/protocol'

/**
 * How far a device is with what was heard after the vendor's answer: the weightiest of it goes before the
 * state. An app that acknowledged the message has it, whatever became of a notification; only a tap says more.
 */
export const heardOf = (
  progress: { state: FinalStage | 'pending'; reason: ReasonCode },
  entries: readonly { stage: Stage; reason: ReasonCode }[],
): { state: FinalStage | AfterStage | 'pending'; reason: ReasonCode } => {
  let heard: { state: AfterStage; reason: ReasonCode } | undefined
  for (const { stage, reason } of entries) {
    if (!isAfterStage(stage)) continue
    if (heard === undefined || weight(stage) >= weight(heard.state)) heard = { state: stage, reason }
  }
  if (heard === undefined || (progress.state === 'acknowledged' && heard.state !== 'tapped')) {
    const { state, reason } = progress
    return { state, reason }
  }
  return heard
}

const weight = (stage: AfterStage): number => afterStages.indexOf(stage)

const isAfterStage = (stage: Stage): stage is AfterStage => (afterStages as readonly Stage[]).includes(stage)
