import { reasons, type ReasonCode, type ReasonKind, type ReasonText } from '@carillon/protocol'

const kinds: Record<ReasonKind, string> = {
  live: 'Reached over the live connection',
  push: 'Why a device is pushed to',
  suppressed: 'Why a device is not pushed to',
  progress: 'On the way',
  accepted: 'Taken by the vendor',
  refused: 'Refused by the vendor',
  expired: 'Ended without the vendor',
  arrived: 'Heard from the phone',
  dropped: 'Taken by the vendor, and not shown',
  recalled: 'Taken back after it was sent',
  cleared: 'Taken away after it was read elsewhere',
}

/** The text of docs/reasons.md: every reason code a push story can hold. */
export const reasonsPage = (): string =>
  [
    '# Reason codes',
    '',
    'Every step of a push story carries one of these codes: `carillon why <msgID>` prints them with these texts. Once published, a code keeps its meaning.',
    '',
    ...(Object.keys(kinds) as ReasonKind[]).flatMap((kind) => [`## ${kinds[kind]}`, '', ...sectionsOf(kind)]),
  ].join('\n')

const sectionsOf = (kind: ReasonKind): string[] =>
  (Object.entries(reasons) as [ReasonCode, ReasonText][])
    .filter(([, text]) => text.kind === kind)
    .flatMap(([code, text]) => [
      `### ${code}`,
      '',
      text.meaning,
      '',
      ...(text.cause === '' ? [] : [text.cause, '']),
      ...(text.remedy === '' ? [] : [`**What to do.** ${text.remedy}`, '']),
    ])
