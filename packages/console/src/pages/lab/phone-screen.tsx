import type { ConsoleLabNotification } from '@carillon/protocol'
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'

import { actOnPhone, tapNotification } from '../../data/lab.ts'
import { PhoneChat } from './phone-chat.tsx'
import type { PhoneProps } from './phone-card.tsx'
import { useLabTexts } from './use-lab.ts'

/** What the phone's owner sees: the chat, the lock screen, or the home screen; with the tray. */
export const PhoneScreen = ({ onStory, ...props }: PhoneProps & { onStory: (msgID: string) => void }) => {
  const { t } = useLabTexts()
  const { phone } = props
  const { state, isOnline } = phone
  const time = useTime()
  return (
    <div className="lab-frame" data-vendor={phone.vendor}>
      <div
        className="lab-screen"
        role="group"
        aria-label={t('screen', { phone: phone.name })}
        data-state={state}
      >
        <div className="lab-status">
          <span>{state === 'locked' ? '' : time}</span>
          <span>{isOnline ? <Signal /> : t('offline')}</span>
        </div>
        {state === 'foreground' ? (
          <PhoneChat {...props} />
        ) : (
          <>
            {state === 'locked' && <div className="lab-time">{time}</div>}
            <Tray {...props} onStory={onStory} />
            {state !== 'locked' && <AppIcon {...props} />}
          </>
        )}
      </div>
    </div>
  )
}

/** Five messages a screen: what is older lies under them. */
const shownAtMost = 5

const Tray = ({ phone, run, mayAct, onStory }: PhoneProps & { onStory: (msgID: string) => void }) => {
  const { t } = useLabTexts()
  const isLocked = phone.state === 'locked'
  const visible = phone.notifications.filter(({ isOnLockScreen }) => !isLocked || isOnLockScreen)
  const hidden = phone.notifications.length - visible.length
  return (
    <div className="lab-tray">
      {phone.notifications.length === 0 && <p className="lab-quiet">{t('noNotifications')}</p>}
      <ul>
        {visible
          .toReversed()
          .slice(0, shownAtMost)
          .map((shown) => (
            <li key={`${shown.id} ${shown.revision}`} className={shown.isAudible ? 'lab-rings' : undefined}>
              <button
                type="button"
                className="lab-notification"
                disabled={!mayAct}
                onClick={() => run(async () => await tapNotification(phone.vendor, shown.id))}
              >
                <VisuallyHidden>{t('tap', { phone: phone.name })} </VisuallyHidden>
                <strong>{shown.title}</strong> <span className="lab-text">{shown.body}</span>
              </button>
              <Marks shown={shown} onStory={onStory} />
            </li>
          ))}
      </ul>
      {hidden > 0 && <p className="lab-quiet">{t('hiddenOnLock', { count: hidden })}</p>}
      {phone.notifications.length > 0 && (
        <button
          type="button"
          className="lab-link"
          disabled={!mayAct}
          onClick={() => run(async () => await actOnPhone(phone.vendor, 'clear'))}
          aria-label={t('actionOn', { action: t('actions.clear'), phone: phone.name })}
        >
          {t('actions.clear')}
        </button>
      )}
    </div>
  )
}

const Marks = ({ shown, onStory }: { shown: ConsoleLabNotification; onStory: (msgID: string) => void }) => {
  const { t } = useLabTexts()
  const { msgID } = shown
  return (
    <div className="lab-marks">
      <span>
        <Bell isOn={shown.isAudible} /> {t(shown.isAudible ? 'audible' : 'silent')}
      </span>
      {shown.revision > 1 && <span>{t('replaced', { count: shown.revision })}</span>}
      {msgID !== undefined && (
        <button type="button" className="lab-link" onClick={() => onStory(msgID)}>
          {t('why')}
        </button>
      )}
    </div>
  )
}

const AppIcon = ({ phone, run, mayAct }: PhoneProps) => {
  const { t } = useLabTexts()
  return (
    <button
      type="button"
      className="lab-app"
      disabled={!mayAct}
      onClick={() => run(async () => await actOnPhone(phone.vendor, 'open'))}
    >
      <span className="lab-icon">
        <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
          <path
            fill="currentColor"
            d="M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"
          />
        </svg>
        {/* Drawn by the style: the words below say it. */}
        {phone.badge > 0 && <span className="lab-badge" data-count={phone.badge} aria-hidden="true" />}
      </span>
      <span>
        {t('app')}
        <VisuallyHidden>
          {' '}
          {t('onPhone', { phone: phone.name })}
          {phone.badge > 0 && `, ${t('badge', { count: phone.badge })}`}
        </VisuallyHidden>
      </span>
    </button>
  )
}

const Bell = ({ isOn }: { isOn: boolean }) => (
  <svg
    viewBox="0 0 24 24"
    width="12"
    height="12"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    aria-hidden="true"
  >
    <path d="M18 16v-5a6 6 0 1 0-12 0v5l-2 2h16zM10 21a2 2 0 0 0 4 0" />
    {!isOn && <path d="M3 3l18 18" />}
  </svg>
)

const Signal = () => (
  <svg viewBox="0 0 24 24" width="12" height="12" fill="currentColor" aria-hidden="true">
    <path d="M3 15h3v6H3zM8.500 11h3v10h-3zM14 7h3v14h-3zM19.500 3h3v18h-3z" />
  </svg>
)

/** The time of day as a phone shows it. */
const useTime = (): string => {
  const { i18n } = useLabTexts()
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 5000)
    return () => clearInterval(timer)
  }, [])
  return new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    nowMs,
  )
}
