import type { ConsoleLab, ConsoleLabRequest, VendorId } from '@carillon/protocol'
import { Button, Card, Code, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { Link } from 'wouter'

import { Loaded } from '../../components/page.tsx'
import { StoryView } from '../../components/story-view.tsx'
import { labRequestsQuery } from '../../data/lab.ts'
import { storyQuery } from '../../data/push.ts'
import { useLabTexts } from './use-lab.ts'

/** What became of one message, live, and what its vendor was asked. */
export const StoryPanel = ({
  lab,
  msgID,
  vendor,
  onChoose,
  heading,
}: {
  lab: ConsoleLab
  msgID: string | undefined
  vendor: VendorId | undefined
  onChoose: (msgID: string) => void
  heading: RefObject<HTMLHeadingElement | null>
}) => {
  const { t } = useLabTexts()
  const phone = lab.phones.find((each) => each.vendor === vendor)
  return (
    <Card withBorder component="section" className="lab-story" aria-labelledby="lab-story">
      <Title order={2} size="h4" id="lab-story" ref={heading} tabIndex={-1}>
        {t('story.title')}
      </Title>
      {msgID === undefined ? (
        <Text c="dimmed" mt="sm">
          {t('story.none')}
        </Text>
      ) : (
        <Stack gap="sm" mt="sm">
          <NativeSelect
            label={t('story.message')}
            value={msgID}
            onChange={(event) => onChoose(event.currentTarget.value)}
            data={lab.sent.map((sent) => ({
              value: sent.msgID,
              label: t('story.option', { to: sent.toUserID, text: sent.text.slice(0, 60) }),
            }))}
          />
          <Watched msgID={msgID} />
          {phone && <Requests vendor={phone.vendor} requestCount={phone.requestCount} />}
        </Stack>
      )}
    </Card>
  )
}

const Watched = ({ msgID }: { msgID: string }) => {
  const { t } = useLabTexts()
  const story = useQuery(storyQuery(msgID, true))
  return (
    <Loaded query={story}>
      {(found) => (
        <>
          <StoryView story={found} />
          <Button
            component={Link}
            href={`/stories/${encodeURIComponent(msgID)}`}
            variant="default"
            size="xs"
            w="fit-content"
          >
            {t('story.open')}
          </Button>
        </>
      )}
    </Loaded>
  )
}

const Requests = ({ vendor, requestCount }: { vendor: VendorId; requestCount: number }) => {
  const { t } = useLabTexts()
  const requests = useQuery(labRequestsQuery(vendor, requestCount))
  return (
    <details>
      <summary>{t('story.requests')}</summary>
      {requests.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('story.noRequests')}
        </Text>
      )}
      {requests.data?.map((request) => (
        <Request key={request.id} request={request} />
      ))}
    </details>
  )
}

const Request = ({ request }: { request: ConsoleLabRequest }) => {
  const { t } = useLabTexts()
  const { method, path, body, answer, fault } = request
  const name = `${method} ${path}`
  return (
    <div className="lab-request">
      <Text size="sm" fw={600} className="wrap-anywhere">
        {name}
      </Text>
      {fault !== undefined && (
        <Text size="sm" c="red">
          {t('story.fault', { fault })}
        </Text>
      )}
      {body !== '' && (
        <Code block tabIndex={0} aria-label={name}>
          {body}
        </Code>
      )}
      <Text size="sm">{answer === undefined ? t('story.unanswered') : `HTTP ${answer.status}`}</Text>
      {answer !== undefined && answer.body !== '' && (
        <Code block tabIndex={0} aria-label={`HTTP ${answer.status}`}>
          {answer.body}
        </Code>
      )}
    </div>
  )
}
