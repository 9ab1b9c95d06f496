import { Button, CopyButton, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'wouter'

import { Copyable } from '../components/copyable.tsx'
import { Icon } from '../components/icon.tsx'
import { Loaded, Page } from '../components/page.tsx'
import { StoryView } from '../components/story-view.tsx'
import { Ago } from '../components/time.tsx'
import { storyQuery } from '../data/push.ts'

/** The push story of one message. Its address can be sent to a colleague. */
export const StoryPage = () => {
  const { t } = useTranslation()
  const { msgID } = useParams<{ msgID: string }>()
  const story = useQuery(storyQuery(decodeURIComponent(msgID), true))
  return (
    <Page
      title={t('story.title')}
      lead={<Copyable value={decodeURIComponent(msgID)} what="msgID" />}
      actions={
        <CopyButton value={location.href}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<Icon name={copied ? 'done' : 'copy'} />} onClick={copy}>
              {copied ? t('copy.done') : t('story.share')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <Loaded query={story}>
        {(found) => (
          <>
            <Group gap="lg" mb="md">
              <Text size="sm">
                {t('story.from')} <b>{found.sender}</b>
              </Text>
              <Text size="sm">
                {t('story.to')} <b>{found.receiver ?? found.groupID}</b>
              </Text>
              <Text size="sm">
                <Ago atMs={found.sentAtMs} />
              </Text>
            </Group>
            <StoryView story={found} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
