import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { formatAgo, formatTime } from '../i18n/format.ts'

/** A time as people say it; the whole of it on hover and for machines. */
export const Ago = ({ atMs }: { atMs: number }) => {
  const { i18n } = useTranslation()
  return (
    <Tooltip label={formatTime(atMs, i18n.language)}>
      <time dateTime={new Date(atMs).toISOString()}>{formatAgo(atMs, Date.now(), i18n.language)}</time>
    </Tooltip>
  )
}
