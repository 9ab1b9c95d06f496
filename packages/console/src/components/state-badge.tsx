import type { DeviceStory, Stage } from '@carillon/protocol'
import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const good = new Set<string>(['acknowledged', 'accepted', 'delivered', 'shown', 'tapped'])
const bad = new Set<string>(['refused', 'expired', 'dropped', 'unrecalled'])

/** The colour of a state: green for what arrived, red for what did not, grey for what was not to. */
export const stateColor = (state: string): string =>
  good.has(state) ? 'teal' : bad.has(state) ? 'red' : state === 'suppressed' ? 'gray' : 'indigo'

/** Where a push stands. */
export const StateBadge = ({ state }: { state: DeviceStory['state'] | Stage }) => {
  const { t } = useTranslation()
  return (
    <Badge
      variant="light"
      color={stateColor(state)}
      c="bright"
      tt="none"
      radius="sm"
      style={{ flexShrink: 0 }}
    >
      {t(`stages.${state}`)}
    </Badge>
  )
}
