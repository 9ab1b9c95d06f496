/** Languages there are default texts for. */
export const pushLanguages = ['en', 'zh-Hans', 'zh-Hant', 'ko', 'ja'] as const

/** A language of default texts. */
export type PushLanguage = (typeof pushLanguages)[number]

/** What a notification shows where the sender gave no text. `{count}` stands for a number. */
export interface PushTexts {
  image: string
  sound: string
  video: string
  file: string
  location: string
  face: string
  merger: string
  /** In the text's place, where the app hides it. */
  hidden: string
  /** Several messages in one notification. */
  several: string
  /** In the place of a message that was recalled, where its notification can only be covered. */
  recalled: string
}

/** The default texts, those of the original where it has them. */
export const pushTexts: Readonly<Record<PushLanguage, PushTexts>> = {
  en: {
    image: '[Image]',
    sound: '[Audio]',
    video: '[Video]',
    file: '[File]',
    location: '[Location]',
    face: '[Face]',
    merger: '[Chat History]',
    hidden: 'You have a new message',
    several: '{count} new messages',
    recalled: 'Message recalled',
  },
  'zh-Hans': {
    image: '[图片]',
    sound: '[语音]',
    video: '[视频]',
    file: '[文件]',
    location: '[位置]',
    face: '[表情]',
    merger: '[聊天记录]',
    hidden: '您有一条新消息',
    several: '{count} 条新消息',
    recalled: '消息已撤回',
  },
  'zh-Hant': {
    image: '[圖片]',
    sound: '[語音]',
    video: '[影片]',
    file: '[檔案]',
    location: '[位置]',
    face: '[表情]',
    merger: '[聊天記錄]',
    hidden: '您有一則新訊息',
    several: '{count} 則新訊息',
    recalled: '訊息已收回',
  },
  ko: {
    image: '[사진]',
    sound: '[음성]',
    video: '[동영상]',
    file: '[파일]',
    location: '[위치]',
    face: '[이모티콘]',
    merger: '[대화 기록]',
    hidden: '새 메시지가 있습니다',
    several: '새 메시지 {count}개',
    recalled: '메시지가 회수되었습니다',
  },
  ja: {
    image: '[画像]',
    sound: '[音声]',
    video: '[動画]',
    file: '[ファイル]',
    location: '[位置情報]',
    face: '[スタンプ]',
    merger: '[チャット履歴]',
    hidden: '新しいメッセージがあります',
    several: '新しいメッセージ {count}件',
    recalled: 'メッセージの送信が取り消されました',
  },
}

/**
 * The language of default texts for a language tag (BCP 47) or a locale as systems write it
 * ("zh_TW.UTF-8"); `fallback` where there are none.
 */
export const pushLanguageOf = (
  tag: string | null | undefined,
  fallback: PushLanguage = 'en',
): PushLanguage => {
  const [language = '', ...rest] = (tag ?? '').toLowerCase().split(/[-_.]/)
  if (language === 'zh')
    return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) && !rest.includes('hans')
      ? 'zh-Hant'
      : 'zh-Hans'
  return pushLanguages.find((known) => known === language) ?? fallback
}
