import './lab.css'

import type { ConsoleLab, VendorId } from '@carillon/protocol'
import { Alert, Loader, Text, Title, VisuallyHidden } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { Failure } from '../../components/failure.tsx'
import { Loaded, Page } from '../../components/page.tsx'
import { labQuery } from '../../data/lab.ts'
import { useMay } from '../../data/session.ts'
import { PhoneCard } from './phone-card.tsx'
import { SendForm } from './send-form.tsx'
import { StoryPanel } from './story-panel.tsx'
import { useAnnouncement } from './use-announcement.ts'
import { useLabTexts } from './use-lab.ts'

/** The lab: eight phones, their push services, and the story of what was sent. */
export const LabPage = () => {
  const { t } = useLabTexts()
  const lab = useQuery(labQuery)
  return (
    <Page title={t('title')} lead={t('lead')} isWide>
      <Loaded query={lab} height={640}>
        {(found) => <Lab lab={found} />}
      </Loaded>
    </Page>
  )
}

const Lab = ({ lab }: { lab: ConsoleLab }) => {
  const { t } = useLabTexts()
  const may = useMay('operator')
  const panel = useRef<HTMLHeadingElement>(null)
  const [chosen, setChosen] = useState<string>()
  const doing = useMutation({ mutationFn: async (work: () => Promise<unknown>) => await work() })
  const announcement = useAnnouncement(lab.phones)
  const run = doing.mutate
  const shownMsgID = lab.sent.some(({ msgID }) => msgID === chosen) ? chosen : lab.sent[0]?.msgID
  const showStory = (msgID: string): void => {
    setChosen(msgID)
    panel.current?.focus()
    panel.current?.scrollIntoView({ block: 'nearest' })
  }
  if (!lab.isReady)
    return (
      <Alert icon={<Loader size="sm" />} variant="light">
        {t('settingUp')}
      </Alert>
    )
  const storyOf = (userID: string): string | undefined =>
    lab.sent.find(({ toUserID }) => toUserID === userID)?.msgID
  const vendorOf = (msgID: string | undefined): VendorId | undefined => {
    const receiver = lab.sent.find((sent) => sent.msgID === msgID)?.toUserID
    return lab.phones.find(({ userID }) => userID === receiver)?.vendor
  }
  return (
    <div className="lab">
      <VisuallyHidden role="status" aria-live="polite">
        {announcement === undefined ? '' : t('announce', { ...announcement })}
      </VisuallyHidden>
      <div className="lab-main">
        {doing.isError && <Failure error={doing.error} />}
        {may ? (
          <SendForm lab={lab} run={run} onSent={setChosen} />
        ) : (
          <Text c="dimmed">{t('supportOnly')}</Text>
        )}
        <Title order={2} size="h4" mt="lg" mb="sm">
          {t('phones')}
        </Title>
        <ul className="lab-phones">
          {lab.phones.map((phone) => (
            <li key={phone.vendor}>
              <PhoneCard
                phone={phone}
                friend={lab.desktops[0]}
                run={run}
                mayAct={may}
                storyMsgID={storyOf(phone.userID)}
                onStory={showStory}
              />
            </li>
          ))}
        </ul>
      </div>
      <StoryPanel
        lab={lab}
        msgID={shownMsgID}
        vendor={vendorOf(shownMsgID)}
        onChoose={setChosen}
        heading={panel}
      />
    </div>
  )
}
