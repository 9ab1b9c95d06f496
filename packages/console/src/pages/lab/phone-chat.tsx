import { useEffect, useRef, useState } from 'react'

import { sendInLab } from '../../data/lab.ts'
import type { PhoneProps } from './phone-card.tsx'
import { useLabTexts } from './use-lab.ts'

/** The app in front: the messages, and a reply. */
export const PhoneChat = ({ phone, friend, run, mayAct }: PhoneProps) => {
  const { t } = useLabTexts()
  const [text, setText] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const { chat } = phone
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [chat])
  const label = t('chat', { phone: phone.name })
  return (
    <div className="lab-chat">
      <div className="lab-chat-head">{t('app')}</div>
      <div className="lab-messages" ref={list} tabIndex={0} role="log" aria-live="off" aria-label={label}>
        {chat.length === 0 && <p className="lab-quiet">{t('noMessages')}</p>}
        {chat.map((message, index) => (
          <p key={`${message.msgID} ${index}`} className={message.isOwn ? 'lab-own' : 'lab-theirs'}>
            {!message.isOwn && <strong>{message.from}</strong>}
            {message.text}
          </p>
        ))}
      </div>
      {friend && (
        <form
          className="lab-reply"
          onSubmit={(event) => {
            event.preventDefault()
            const reply = text.trim()
            if (reply === '') return
            run(async () => await sendInLab({ from: phone.userID, to: [friend.userID], text: reply }))
            setText('')
          }}
        >
          <input
            value={text}
            maxLength={1000}
            disabled={!mayAct}
            onChange={(event) => setText(event.currentTarget.value)}
            aria-label={t('reply', { phone: phone.name })}
            placeholder={t('replyHint', { name: friend.nickName })}
          />
          <button type="submit" disabled={!mayAct} aria-label={t('replySend')}>
            <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
              <path fill="currentColor" d="M3 3l19 9-19 9 3-9z" />
            </svg>
          </button>
        </form>
      )}
    </div>
  )
}
